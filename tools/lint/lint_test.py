"""The checks must refuse what is wrong: each test puts a bad file into a folder of its own."""
import pathlib
import tempfile
import unittest

import check_hygiene
import check_includes


class LintTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)

    def write(self, name, content):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


class IncludesTest(LintTest):
    def setUp(self):
        super().setUp()
        for name in ("protocol/frame", "net/stream", "server/server", "client/client", "harness/report/report", "cli/run"):
            self.write(f"{name}.hpp", "#pragma once\n")

    def problems(self, name, content):
        self.write(name, content)
        return check_includes.check(self.root)

    def refuses(self, name, content, expected):
        self.assertEqual(self.problems(name, content), [f"{name}:{expected}"])

    def test_accepts_includes_along_the_arrows(self):
        self.assertEqual(self.problems("cli/main.cpp", '#include "server/server.hpp"\n#include "client/client.hpp"\n'), [])
        self.assertEqual(self.problems("harness/x.cpp", '#include <vector>\n\n#include "client/client.hpp"\n'), [])

    def test_refuses_includes_against_the_arrows(self):
        for folder, target in [("protocol", "net/stream"), ("net", "server/server"), ("server", "client/client"),
                               ("client", "server/server"), ("harness", "server/server"), ("server", "cli/run"),
                               ("client", "harness/report/report")]:
            with self.subTest(folder=folder, target=target):
                self.refuses(f"{folder}/bad.cpp", f'#pragma once\n#include "{target}.hpp"\n',
                             f'2: {folder}/ must not include "{target}.hpp"')
                (self.root / folder / "bad.cpp").unlink()

    def test_refuses_asio_outside_net(self):
        self.refuses("server/a.cpp", "#include <asio/ip/tcp.hpp>\n", "1: only net/ includes Asio (<asio/ip/tcp.hpp>)")
        self.write("server/a.cpp", "")
        self.assertEqual(self.problems("net/asio.hpp", "#include <asio.hpp>\n"), [])

    def test_refuses_websocketpp_outside_its_engine(self):
        include = "#include <websocketpp/server.hpp>\n"
        self.assertEqual(self.problems("server/websocketpp_engine.cpp", include), [])
        self.refuses("server/other.cpp", include, "1: only websocketpp_* files include <websocketpp/server.hpp>")

    def test_wants_the_own_header_first(self):
        self.refuses("protocol/frame.cpp", '#include <vector>\n\n#include "protocol/frame.hpp"\n',
                     '1: the first include must be its own header, "protocol/frame.hpp"')
        self.write("protocol/frame.cpp", '#include "protocol/frame.hpp"\n')
        self.refuses("protocol/frame_test.cpp", "#include <vector>\n",
                     '1: the first include must be its own header, "protocol/frame.hpp"')

    def test_refuses_includes_that_are_not_from_the_root(self):
        self.refuses("protocol/x.cpp", '#include "frame.hpp"\n', '1: "frame.hpp" is not included from the root')

    def test_refuses_what_does_not_exist(self):
        self.refuses("protocol/x.cpp", '#include "protocol/none.hpp"\n', '1: "protocol/none.hpp" does not exist')

    def test_refuses_unknown_folders(self):
        self.refuses("misc/x.cpp", '#include "protocol/frame.hpp"\n', "1: the folder misc/ is not in the architecture")


class HygieneTest(LintTest):
    def refuses(self, name, content, expected):
        self.write(name, content)
        self.assertEqual(check_hygiene.check(self.root), [expected])

    def test_accepts_clean_text(self):
        self.write("a.cpp", "int main() {}\n")
        self.write("b.json", '{"a": 1}\n')
        self.write("protocol/corpus/seed", b"\x81\x05\xff\t")
        self.write("scenarios/invalid/broken.json", "{")
        self.assertEqual(check_hygiene.check(self.root), [])

    def test_refuses_white_space_faults(self):
        self.refuses("a.md", "a\tb\n", "a.md:1: a tab")
        self.refuses("a.md", "x\na \n", "a.md:2: white space at the end")
        self.refuses("a.md", "a\r\n", "a.md:1: white space at the end")
        self.refuses("a.md", "a", "a.md: no newline at the end")
        self.refuses("a.md", "a\n\n", "a.md: empty lines at the end")

    def test_refuses_what_is_not_utf8(self):
        self.refuses("a.md", b"\xff\n", "a.md: not UTF-8")

    def test_refuses_paths_of_a_machine(self):
        for path in ("/wo" "rk/main", "/ho" "me/me/x", "/ro" "ot/x", "../sha" "red/x"):
            self.refuses("a.txt", f"see {path}\n", "a.txt:1: a path of somebody's machine")

    def test_refuses_open_ends_without_an_issue(self):
        word = "TO" "DO"
        self.refuses("a.cpp", f"// {word}: later\n", f"a.cpp:1: an open end without an issue; write {word}(#7)")
        self.write("a.cpp", f"// {word}(#12): later\n")
        self.assertEqual(check_hygiene.check(self.root), [])

    def test_refuses_long_sources(self):
        self.refuses("a.cpp", "\n".join(["int x;"] * 401) + "\n",
                     "a.cpp: 401 lines; more than 400 are too many ideas for one file")

    def test_refuses_broken_json_and_scripts(self):
        self.refuses("a.json", "{]\n",
                     "a.json: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)")
        (self.root / "a.json").unlink()
        self.write("run", "#!/bin/bash\nif true\n")
        self.assertIn("syntax error", check_hygiene.check(self.root)[0])


if __name__ == "__main__":
    unittest.main()
