# parley_websocketpp: the websocketpp headers, mended.
#
# websocketpp 0.8.2 writes some constructors and destructors as template-ids (`~endpoint<connection,config>()`), which
# C++20 forbids and g++ 11 and newer refuse; and its byte swaps find out the byte order when they are first used, and
# keep it in a variable that all threads write: a data race. It names three drafts beside version 13 to a client whose
# version it does not know; our server takes 13 only. Copies of the five headers concerned, mended, go into the build
# folder and are found before the installed ones; all others are used as they are installed.
include_guard(GLOBAL)

set(_websocketpp_overlay ${PROJECT_BINARY_DIR}/websocketpp-mended)

# parley_mend_websocketpp(HEADER FAULT MENDED): the header says MENDED wherever it said FAULT.
function(parley_mend_websocketpp header fault mended)
  set(source ${WEBSOCKETPP_INCLUDE_DIR}/websocketpp/${header})
  set_property(DIRECTORY ${PROJECT_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${source})
  file(READ ${source} text)
  string(REPLACE "${fault}" "${mended}" text "${text}")
  file(CONFIGURE OUTPUT ${_websocketpp_overlay}/websocketpp/${header} CONTENT "@text@" @ONLY)
endfunction()

parley_mend_websocketpp(logger/basic.hpp "basic<concurrency,names>(" "basic(")
parley_mend_websocketpp(endpoint.hpp "endpoint<connection,config>(" "endpoint(")
parley_mend_websocketpp(roles/server_endpoint.hpp "server<config>(" "server(")
parley_mend_websocketpp(connection.hpp "versions_supported = {0,7,8,13}" "versions_supported = {13}")
parley_mend_websocketpp(common/network.hpp "static int typ = TYP_INIT" "int typ = TYP_INIT")

add_library(parley_websocketpp INTERFACE)
target_include_directories(parley_websocketpp SYSTEM INTERFACE ${_websocketpp_overlay} ${WEBSOCKETPP_INCLUDE_DIR})
target_compile_definitions(parley_websocketpp INTERFACE _WEBSOCKETPP_CPP11_STL_)
target_link_libraries(parley_websocketpp INTERFACE ZLIB::ZLIB)
if(PARLEY_SANITIZE MATCHES undefined)
  # It keeps the status of a response in an enumeration, whatever number a server sends.
  target_compile_options(parley_websocketpp INTERFACE -fno-sanitize=enum)
endif()
