# parley_console_assets: the console's page, styles and scripts, compiled into a library as they stand in web/console/.
#
# The assembler reads the files (.incbin); nothing is generated from them and no Node is needed. Chart.js comes from
# Debian's libjs-chart.js when it is installed; without it the page draws its charts by itself (svg_chart.js).
include_guard(GLOBAL)

find_file(PARLEY_CHART_JS chart.min.js PATHS /usr/share/javascript/chart.js NO_DEFAULT_PATH
          DOC "Chart.js 3, as one minified file; empty or NOTFOUND: the console draws its charts by itself")

set(_console_files
  app.js
  backoff.js
  base.css
  chart_view.js
  close_code.js
  composer.js
  connection.js
  connection_form.js
  console.html
  dom.js
  fields.js
  format.js
  icon.svg
  line_chart.js
  list_view.js
  log.css
  log_view.js
  metrics.js
  panel.css
  panel.js
  routes.js
  server_view.js
  svg_chart.js
  table_view.js
  theme.js
  variable.js
  variable_view.js
  xml_value.js)

set(_console_dir ${PROJECT_SOURCE_DIR}/web/console)
set(_console_symbols "")
set(_console_entries "")
set(_console_paths "")

# Adds one file to the text that console_assets.cpp.in holds together.
macro(_parley_console_asset name path)
  string(MAKE_C_IDENTIFIER "parley_console_${name}" symbol)
  string(APPEND _console_symbols "PARLEY_ASSET(${symbol}, \"${path}\")\n")
  string(APPEND _console_entries "      {\"${name}\", ${symbol}()},\n")
  list(APPEND _console_paths ${path})
endmacro()

foreach(_file ${_console_files})
  _parley_console_asset(${_file} ${_console_dir}/${_file})
endforeach()
if(PARLEY_CHART_JS)
  _parley_console_asset(chart-library.js ${PARLEY_CHART_JS})
else()
  message(STATUS "Chart.js not found (Debian: libjs-chart.js); the console draws its charts by itself")
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/console/no-chart-library.js CONTENT "// Not installed at build time.\n")
  _parley_console_asset(chart-library.js ${PROJECT_BINARY_DIR}/console/no-chart-library.js)
endif()

configure_file(${CMAKE_CURRENT_LIST_DIR}/console_assets.cpp.in ${PROJECT_BINARY_DIR}/console/console_assets.cpp @ONLY)
add_library(parley_console_assets STATIC ${PROJECT_BINARY_DIR}/console/console_assets.cpp)
target_include_directories(parley_console_assets PUBLIC ${PROJECT_SOURCE_DIR})
set_source_files_properties(${PROJECT_BINARY_DIR}/console/console_assets.cpp
                            PROPERTIES OBJECT_DEPENDS "${_console_paths}")
