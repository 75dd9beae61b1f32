// Files that are compiled into the program as they stand. For the build's own sources only: the assembler must know
// where the files are, and the object must depend on them (OBJECT_DEPENDS), because no compiler sees that it reads
// them.
#pragma once

#include <string_view>

/// Makes `name()`, the content of the file at `path`. A macro, because assembler text cannot be made from template
/// arguments. Stands outside of every namespace.
#define PARLEY_ASSET(name, path)                                                               \
  asm(".pushsection .rodata\n"                                                                 \
      ".global " #name "_begin, " #name "_end\n" #name "_begin:\n.incbin \"" path "\"\n" #name \
      "_end:\n"                                                                                \
      ".popsection");                                                                          \
  extern "C" {                                                                                 \
  extern const char name##_begin[];                                                            \
  extern const char name##_end[];                                                              \
  }                                                                                            \
  static std::string_view name() {                                                             \
    return {name##_begin, name##_end};                                                         \
  }
