/** One finger on a touch screen. */
import type { CDPSession, Locator, Page } from '@playwright/test';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A finger that rests on something; it is moved and lifted by whoever asked for it. */
export interface Finger {
  readonly slideTo: (target: Locator) => Promise<void>;
  readonly lift: () => Promise<void>;
}

export async function touch(page: Page, target: Locator): Promise<Finger> {
  const session = await page.context().newCDPSession(page);
  let at = await middleOf(target);
  await send(session, 'touchStart', [at]);
  return {
    async slideTo(next) {
      const end = await middleOf(next);
      const start = at;
      const steps = 8;
      for (let step = 1; step <= steps; step += 1) {
        const share = step / steps;
        at = { x: start.x + (end.x - start.x) * share, y: start.y + (end.y - start.y) * share };
        await send(session, 'touchMove', [at]);
      }
    },
    async lift() {
      await send(session, 'touchEnd', []);
      await session.detach();
    },
  };
}

async function send(
  session: CDPSession,
  type: 'touchStart' | 'touchMove' | 'touchEnd',
  touchPoints: Point[],
): Promise<void> {
  await session.send('Input.dispatchTouchEvent', { type, touchPoints });
}

async function middleOf(target: Locator): Promise<Point> {
  const box = await target.boundingBox();
  if (box === null) throw new Error(`${target} is not drawn`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
