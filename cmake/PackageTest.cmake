# Installs Parley under BUILD, then configures, builds and tests EXAMPLE with nothing but what was installed.
set(prefix ${BUILD}/package-test/prefix)
set(example_build ${BUILD}/package-test/build)
file(REMOVE_RECURSE ${BUILD}/package-test)

function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ECHO STDOUT RESULT_VARIABLE status)
  if(NOT status EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "failed with ${status}: ${command}")
  endif()
endfunction()

run(${CMAKE_COMMAND} --install ${BUILD} --config ${CONFIG} --prefix ${prefix})
run(${CMAKE_COMMAND} -S ${EXAMPLE} -B ${example_build} -G ${GENERATOR} -DCMAKE_CXX_COMPILER=${COMPILER}
    -DCMAKE_PREFIX_PATH=${prefix})
run(${CMAKE_COMMAND} --build ${example_build})
run(${CTEST} --test-dir ${example_build} --output-on-failure --no-tests=error)
