# parley_websocketpp: the websocketpp headers, mended for C++20.
#
# websocketpp 0.8.2 writes some constructors and destructors as template-ids (`~endpoint<connection,config>()`), which
# C++20 forbids and g++ 11 and newer refuse. Copies of the three headers concerned, without those template arguments,
# go into the build folder and are found before the installed ones; all others are used as they are installed.
include_guard(GLOBAL)

set(_websocketpp_overlay ${PROJECT_BINARY_DIR}/websocketpp-mended)

# parley_mend_websocketpp(HEADER CLASS ARGUMENTS): drops `<ARGUMENTS>` where CLASS<ARGUMENTS> is followed by "(".
function(parley_mend_websocketpp header class arguments)
  set(source ${WEBSOCKETPP_INCLUDE_DIR}/websocketpp/${header})
  set_property(DIRECTORY ${PROJECT_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${source})
  file(READ ${source} text)
  string(REPLACE "${class}<${arguments}>(" "${class}(" mended "${text}")
  file(CONFIGURE OUTPUT ${_websocketpp_overlay}/websocketpp/${header} CONTENT "@mended@" @ONLY)
endfunction()

parley_mend_websocketpp(logger/basic.hpp basic "concurrency,names")
parley_mend_websocketpp(endpoint.hpp endpoint "connection,config")
parley_mend_websocketpp(roles/server_endpoint.hpp server "config")

add_library(parley_websocketpp INTERFACE)
target_include_directories(parley_websocketpp SYSTEM INTERFACE ${_websocketpp_overlay} ${WEBSOCKETPP_INCLUDE_DIR})
target_compile_definitions(parley_websocketpp INTERFACE _WEBSOCKETPP_CPP11_STL_)
target_link_libraries(parley_websocketpp INTERFACE ZLIB::ZLIB)
