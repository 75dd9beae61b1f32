/** What every driver does: all cases of a test server, some side by side. `ask(path)` gives the one message that comes
 *  there; `echo(path)` sends messages back until the connection ends. It stands alone, so that a page can have it. */
export async function walk({ ask, echo }) {
  const sideBySide = 16;
  const count = Number(await ask("/getCaseCount"));
  let next = 1;
  const work = async () => {
    while (next <= count) await echo(`/runCase?case=${next++}&agent=peer`);
  };
  await Promise.all(Array.from({ length: sideBySide }, work));
  await ask("/updateReports?agent=peer");
}
