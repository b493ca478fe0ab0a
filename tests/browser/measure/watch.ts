/** What a page notes about itself while it is measured; all times in milliseconds. */
declare global {
  interface Window {
    /** When the first card stood on the screen and could be dragged; 0 until then. */
    usableAt: number;
    /** Durations of tasks over 50 ms that began after it. */
    tasksAfterUsable: () => number[];
    startFrames: () => void;
    /** Times between frames since `startFrames`. */
    frameTimes: () => number[];
  }
}

/** Runs in the page, before its own scripts. */
export function watch(): void {
  const tasks: PerformanceEntry[] = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({ type: 'longtask' });
  window.usableAt = 0;
  window.tasksAfterUsable = () =>
    tasks.filter(({ startTime }) => startTime > window.usableAt).map(({ duration }) => duration);
  const look = () => {
    const isThere = document.querySelector('article[draggable="true"]') !== null;
    requestAnimationFrame(isThere ? (now) => (window.usableAt = now) : look);
  };
  requestAnimationFrame(look);
  window.startFrames = () => {
    const times: number[] = [];
    let last = performance.now();
    const note = (now: number) => {
      times.push(now - last);
      last = now;
      requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
    window.frameTimes = () => times;
  };
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** `12 of them, median 17 ms, 95 % within 17 ms, the longest 33 ms`. */
export function summary(values: readonly number[]): string {
  if (values.length === 0) return 'none';
  const [middle, most, longest] = [0.5, 0.95, 1].map((part) => quantile(values, part).toFixed(0));
  return `${values.length} of them, median ${middle} ms, 95 % within ${most} ms, the longest ${longest} ms`;
}

function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
