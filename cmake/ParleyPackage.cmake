# What `cmake --install` puts where, so that another project can say find_package(Parley).
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/Parley)

install(TARGETS parley EXPORT ParleyTargets RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(EXPORT ParleyTargets NAMESPACE Parley:: DESTINATION ${package_dir})
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/ParleyConfig.cmake.in
  ${PROJECT_BINARY_DIR}/ParleyConfig.cmake INSTALL_DESTINATION ${package_dir})
# A program, not a library: which processor the user's project builds for does not matter.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/ParleyConfigVersion.cmake
  COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES
  ${PROJECT_BINARY_DIR}/ParleyConfig.cmake
  ${PROJECT_BINARY_DIR}/ParleyConfigVersion.cmake
  ${CMAKE_CURRENT_LIST_DIR}/ParleyScenarios.cmake
  DESTINATION ${package_dir})

if(BUILD_TESTING)
  # Installs into the build folder and builds the example there, as its author would.
  add_test(NAME package.own-server COMMAND ${CMAKE_COMMAND}
    -D BUILD=${PROJECT_BINARY_DIR} -D CONFIG=$<CONFIG>
    -D EXAMPLE=${PROJECT_SOURCE_DIR}/examples/own-server
    -D COMPILER=${CMAKE_CXX_COMPILER} -D GENERATOR=${CMAKE_GENERATOR} -D CTEST=${CMAKE_CTEST_COMMAND}
    -P ${CMAKE_CURRENT_LIST_DIR}/PackageTest.cmake)
  set_tests_properties(package.own-server PROPERTIES LABELS package TIMEOUT 300)
endif()
