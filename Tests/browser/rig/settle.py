"""Waiting until what is drawn is what will stay."""

#: Two frames: in the first, script that listens has its turn; then the movements that end by themselves.
SCRIPT = """
async () => {
  const frame = () => new Promise(done => requestAnimationFrame(done));
  await frame(); await frame();
  const ending = document.getAnimations().filter(a => a.effect?.getComputedTiming().endTime < 5000);
  await Promise.race([Promise.allSettled(ending.map(a => a.finished)), new Promise(done => setTimeout(done, 2000))]);
  await frame();
}
"""


def settle(page):
    page.evaluate(SCRIPT)
