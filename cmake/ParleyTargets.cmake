# Our kinds of target.

# clang-tidy without its static analyzer, which takes half of its time: for programs that the sanitizers watch.
function(_parley_light_tidy target)
  if(CMAKE_CXX_CLANG_TIDY)
    set_target_properties(${target} PROPERTIES CXX_CLANG_TIDY "${CMAKE_CXX_CLANG_TIDY};--checks=-clang-analyzer-*")
  endif()
endfunction()

# The headers that nearly all tests include are parsed once a program, and the tests themselves, of which each line runs
# once, are not optimised: both halve the time that they take to build. Libraries would gain a tenth by the former.
function(_parley_quick_build test)
  target_compile_options(${test} PRIVATE $<$<CONFIG:Release>:-O0;-U_FORTIFY_SOURCE>)
  get_target_property(sources ${test} SOURCES)
  list(LENGTH sources count)
  if(PARLEY_PRECOMPILE AND count GREATER 4)
    target_precompile_headers(${test} PRIVATE ${PROJECT_SOURCE_DIR}/cmake/precompiled.hpp)
  endif()
endfunction()

# parley_library(NAME SOURCES … DEPS …): the static library of one folder, included from the root.
function(parley_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS;PRIVATE_DEPS" ${ARGN})
  add_library(parley_${name} STATIC ${ARG_SOURCES})
  target_include_directories(parley_${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(parley_${name} PUBLIC ${ARG_DEPS} PRIVATE ${ARG_PRIVATE_DEPS})
endfunction()

# parley_test(NAME SOURCES … DEPS … [LABELS …] [TIMEOUT seconds]): one GoogleTest program per folder, one ctest case per TEST.
function(parley_test name)
  if(NOT BUILD_TESTING)
    return()
  endif()
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;DEPS;LABELS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 60)
  endif()
  if(NOT ARG_LABELS)
    set(ARG_LABELS unit)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} GTest::gmock GTest::gtest_main)
  _parley_quick_build(${name})
  _parley_light_tidy(${name})
  include(GoogleTest)
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST TEST_PREFIX "${name}."
                       PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}")
endfunction()

# parley_fuzz(NAME SOURCES … DEPS … CORPUS folder): a fuzz target and its short run as the ctest fuzz.NAME. With
# PARLEY_FUZZ it is a libFuzzer program; else a plain driver replays the corpus and a fixed set of mutations.
function(parley_fuzz name)
  if(NOT BUILD_TESTING)
    return()
  endif()
  cmake_parse_arguments(ARG "" "CORPUS" "SOURCES;DEPS" ${ARGN})
  set(corpus ${CMAKE_CURRENT_SOURCE_DIR}/${ARG_CORPUS})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS})
  if(PARLEY_FUZZ)
    set(found ${CMAKE_CURRENT_BINARY_DIR}/${name}-corpus)  # libFuzzer writes to the first folder it is given
    file(MAKE_DIRECTORY ${found})
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    add_test(NAME fuzz.${name} COMMAND ${name} -max_total_time=5 -seed=1 -artifact_prefix=${found}/ ${found} ${corpus})
  else()
    target_sources(${name} PRIVATE ${PROJECT_SOURCE_DIR}/protocol/fuzz/driver.cpp)
    add_test(NAME fuzz.${name} COMMAND ${name} ${corpus})
  endif()
  set_tests_properties(fuzz.${name} PROPERTIES LABELS fuzz TIMEOUT 120)
endfunction()

# parley_bench(NAME SOURCES … DEPS …): a Google Benchmark program.
function(parley_bench name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} benchmark::benchmark benchmark::benchmark_main)
endfunction()
