import assert from "node:assert/strict";
import { countTests, formatTotals } from "../../tasks/test_totals.ts";

const REPORT = `<testsuites name="deno test" tests="6" failures="2" errors="0" time="0.079">
    <testsuite name="./tests/a_test.ts" tests="5" disabled="1" errors="0" failures="2">
        <testcase name="a" classname="./tests/a_test.ts" time="0.002" line="1" col="6">
            <failure message="1 test step failed">1 test step failed.</failure>
        </testcase>
        <testcase name="b &gt; c" classname="./tests/a_test.ts" time="0.000" line="2" col="6">
        </testcase>
        <testcase name="d" classname="./tests/a_test.ts" time="0.000" line="3" col="6">
            <skipped/>
        </testcase>
        <testcase name="a &gt; s1" classname="./tests/a_test.ts" time="0.000" line="1" col="46">
        </testcase>
        <testcase name="a &gt; s2" classname="./tests/a_test.ts" time="0.001" line="1" col="76">
            <failure message="Uncaught Error: x">Error: x</failure>
        </testcase>
    </testsuite>
    <testsuite name="./README.md#3-6.ts" tests="1" disabled="0" errors="0" failures="0">
        <testcase name="README.md#3-6.ts" classname="./README.md#3-6.ts" time="0.001" line="1" col="6">
        </testcase>
    </testsuite>
</testsuites>`;

Deno.test("countTests() counts tests and not their steps", () => {
  assert.deepEqual(countTests(REPORT, 1), { passed: 2, failed: 1, skipped: 1 });
});

Deno.test("countTests() counts a failed test process as one failed test", () => {
  const passing = REPORT.replaceAll(/<failure.*<\/failure>/g, "");

  assert.deepEqual(countTests(passing, 1), { passed: 3, failed: 1, skipped: 1 });
  assert.deepEqual(countTests(passing, 0), { passed: 3, failed: 0, skipped: 1 });
  assert.deepEqual(countTests("", 1), { passed: 0, failed: 1, skipped: 0 });
});

Deno.test("formatTotals() names skipped tests only when there are some", () => {
  assert.equal(formatTotals({ passed: 2, failed: 1, skipped: 0 }), "2 passed, 1 failed");
  assert.equal(formatTotals({ passed: 2, failed: 1, skipped: 3 }), "2 passed, 1 failed, 3 skipped");
});
