// How every check ends: its findings, one a line, or one line that says what was found good.

/**
 * Prints the findings and sets the exit code.
 * @param {readonly string[]} findings one a line, as `file:line: what is wrong and what to do`
 * @param {string} good what to say when there are none
 */
export function report(findings, good) {
  if (findings.length === 0) {
    console.log(good);
    return;
  }
  for (const finding of findings) console.error(finding);
  process.exitCode = 1;
}
