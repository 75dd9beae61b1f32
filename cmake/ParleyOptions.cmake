# Language level, warnings and the build's switches.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

option(PARLEY_WERROR "Treat warnings as errors" OFF)
option(PARLEY_FUZZ "Build the libFuzzer targets (needs clang)" OFF)
option(PARLEY_BENCH "Build the Google Benchmark programs" ON)
set(PARLEY_SANITIZE "" CACHE STRING "Sanitizers, as for -fsanitize: address,undefined or thread")

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
                    -Wno-missing-field-initializers) # designated initializers name what they set; the rest has defaults
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  add_compile_options(-Wno-restrict) # false alarms on "literal" + std::string (GCC bug 105651)
endif()
if(PARLEY_WERROR)
  add_compile_options(-Werror)
endif()
if(PARLEY_SANITIZE)
  add_compile_options(-fsanitize=${PARLEY_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${PARLEY_SANITIZE})
  if(PARLEY_SANITIZE MATCHES thread AND CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    add_compile_options(-Wno-tsan) # Asio's fences: ThreadSanitizer does not model them, and they guard nothing of ours
  endif()
endif()
if(PARLEY_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID MATCHES Clang)
    message(FATAL_ERROR "PARLEY_FUZZ needs clang: libFuzzer is a part of it")
  endif()
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
  set(precompile OFF)  # a precompiled header holds paths: the cache would never find anything
else()
  set(precompile ON)
endif()
option(PARLEY_PRECOMPILE "Parse the headers of tests once a program (best without ccache)" ${precompile})

# parley_false_alarm(<warning> <source>…): g++ 12 sees in these sources of this folder what is not there.
function(parley_false_alarm warning)
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    set_property(SOURCE ${ARGN} APPEND PROPERTY COMPILE_OPTIONS -Wno-${warning})
  endif()
endfunction()
