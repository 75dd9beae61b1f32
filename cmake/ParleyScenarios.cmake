# parley_add_scenarios(FILES <file or pattern>… [options]): one ctest case for each scenario file.
#
# Who is tested, one of:
#   TARGET <executable> [ARGS <argument>…]  an executable of your project, started for each scenario
#   COMMAND <program> [<argument>…]         any program, started for each scenario
#   URL <ws://…>                            a server that is running already
#   (none)                                  what each file says under "server"
# In ARGS, COMMAND and URL_TEMPLATE, {{port}} stands for a free port that is chosen for each scenario; without ARGS,
# the port is a TARGET's only argument.
#
#   URL_TEMPLATE <ws://127.0.0.1:{{port}}/x>  where the started server will listen; ws://127.0.0.1:{{port}} when left out
#   READY <regular expression>   what the server prints when it is ready; else its port is tried until it answers
#   LABELS <label>…              ctest's labels; "scenario" when left out
#   TIMEOUT <seconds>            for each case; 120 when left out
#   NAME_PREFIX <text>           of the cases' names; "scenario." when left out
#   VARS <name=value>…           values for variables that files have under "vars"; each file gets those that it has
#   RUN_ARGS <argument>…         more arguments for `parley run`
#
# A case that only skips (an engine cannot do it) is skipped in ctest, too. The names of the cases are left in
# PARLEY_SCENARIO_TESTS, for set_tests_properties().
function(parley_add_scenarios)
  cmake_parse_arguments(PARSE_ARGV 0 ARG "" "TARGET;URL;URL_TEMPLATE;READY;TIMEOUT;NAME_PREFIX"
                        "FILES;COMMAND;ARGS;LABELS;VARS;RUN_ARGS")
  _parley_check_arguments()
  set(server_arguments)
  if(ARG_TARGET OR ARG_COMMAND)
    _parley_server_arguments(server_arguments)
  elseif(ARG_URL)
    set(server_arguments --url ${ARG_URL})
  endif()
  if(NOT DEFINED ARG_LABELS)
    set(ARG_LABELS scenario)
  endif()
  if(NOT DEFINED ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  if(NOT DEFINED ARG_NAME_PREFIX)
    set(ARG_NAME_PREFIX scenario.)
  endif()

  set(tests)
  set(used_vars)
  foreach(pattern IN LISTS ARG_FILES)
    file(GLOB files CONFIGURE_DEPENDS LIST_DIRECTORIES false RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} ${pattern})
    if(NOT files)
      message(FATAL_ERROR "parley_add_scenarios: no file is called ${pattern} in ${CMAKE_CURRENT_SOURCE_DIR}")
    endif()
    foreach(file IN LISTS files)
      string(REGEX REPLACE "\\.json$" "" name "${ARG_NAME_PREFIX}${file}")
      _parley_vars_of(${file} vars)
      list(APPEND used_vars ${vars})
      list(TRANSFORM vars PREPEND --var=)
      add_test(NAME ${name} WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
               COMMAND $<TARGET_FILE:Parley::parley> run ${file} ${server_arguments} ${vars} ${ARG_RUN_ARGS})
      set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}" SKIP_RETURN_CODE 77)
      list(APPEND tests ${name})
    endforeach()
  endforeach()
  list(REMOVE_ITEM ARG_VARS "" ${used_vars})
  if(ARG_VARS)
    message(FATAL_ERROR "parley_add_scenarios: no file has a variable for VARS ${ARG_VARS}")
  endif()
  set(PARLEY_SCENARIO_TESTS ${tests} PARENT_SCOPE)
endfunction()

# Those of ARG_VARS that a scenario file has, as `parley run` refuses to set one that it does not know.
function(_parley_vars_of file result)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  file(READ ${file} content)
  set(vars)
  foreach(var IN LISTS ARG_VARS)
    string(REGEX REPLACE "=.*" "" name "${var}")
    string(JSON type ERROR_VARIABLE error TYPE "${content}" vars "${name}")
    if(NOT error)
      list(APPEND vars ${var})
    endif()
  endforeach()
  set(${result} ${vars} PARENT_SCOPE)
endfunction()

# Looks at the ARG_ variables of parley_add_scenarios.
macro(_parley_check_arguments)
  if(ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "parley_add_scenarios: unknown arguments: ${ARG_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT ARG_FILES)
    message(FATAL_ERROR "parley_add_scenarios: FILES is missing")
  endif()
  set(_servers 0)
  foreach(_server IN ITEMS TARGET COMMAND URL)
    if(DEFINED ARG_${_server})
      math(EXPR _servers "${_servers} + 1")
    endif()
  endforeach()
  if(_servers GREATER 1)
    message(FATAL_ERROR "parley_add_scenarios: TARGET, COMMAND and URL exclude each other")
  endif()
  if(ARG_TARGET AND NOT TARGET ${ARG_TARGET})
    message(FATAL_ERROR "parley_add_scenarios: ${ARG_TARGET} is not a target")
  endif()
endmacro()

# The arguments of `parley run` for a server that it shall start.
function(_parley_server_arguments result)
  if(ARG_TARGET)
    if(NOT DEFINED ARG_ARGS)
      set(ARG_ARGS {{port}})
    endif()
    set(words $<TARGET_FILE:${ARG_TARGET}> ${ARG_ARGS})
  else()
    set(words ${ARG_COMMAND})
  endif()
  # As a shell would read it: each word in single quotes.
  list(TRANSFORM words REPLACE "'" "'\\\\''")
  list(TRANSFORM words REPLACE "(.+)" "'\\1'")
  list(JOIN words " " command)
  set(arguments --server-command "${command}")
  if(ARG_URL_TEMPLATE)
    list(APPEND arguments --server-url ${ARG_URL_TEMPLATE})
  endif()
  if(ARG_READY)
    list(APPEND arguments --server-ready ${ARG_READY})
  endif()
  set(${result} ${arguments} PARENT_SCOPE)
endfunction()
