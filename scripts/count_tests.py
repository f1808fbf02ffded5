"""Prints what Meson's test logs count, as "N passed, N failed, N skipped"; exit 1 if any failed or none ran.

Cases that failed or were skipped are named first: a test that did not run should not look as if it had. A program
that crashed leaves no cases behind: it counts as one failure.
"""
import json
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree


def outcome(case):
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    skipped = case.find("skipped") is not None or case.get("result") == "skipped"
    return "skipped" if skipped else "passed"


def cases(report):
    # Meson copies a program's output as it is; terminal codes in it are not XML.
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", report.read_text(errors="replace"))
    for suite in ElementTree.fromstring(text).iter("testsuite"):
        for case in suite.iter("testcase"):
            yield f"{suite.get('name')}.{case.get('name')}", outcome(case)


def programs(log):
    for line in log.read_text().splitlines():
        run = json.loads(line)
        yield run["name"], run["result"]


def main(folder):
    logs = pathlib.Path(folder)
    results = list(cases(logs / "testlog.junit.xml"))
    for program, result in programs(logs / "testlog.json"):
        explained = any(name.startswith(program) or f".{program}." in name
                        for name, kind in results if kind == "failed")
        if result not in ("OK", "SKIP") and not explained:
            results.append((f"{program} ({result.lower()})", "failed"))
    for name, kind in results:
        if kind != "passed":
            print(f"{kind}: {name}")
    counts = {kind: sum(k == kind for _, k in results) for kind in ("passed", "failed", "skipped")}
    print(", ".join(f"{number} {kind}" for kind, number in counts.items()))
    return 1 if counts["failed"] or not counts["passed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
