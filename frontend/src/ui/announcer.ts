/** Says something to screen readers: politely, or at once where a person must know. */
export function announce(message: string, urgency: 'polite' | 'assertive' = 'polite'): void {
  const region = liveRegion(urgency);
  // The same sentence twice is two announcements: an empty region in between makes it a change.
  region.textContent = '';
  setTimeout(() => {
    region.textContent = message;
  }, 30);
}

function liveRegion(urgency: 'polite' | 'assertive'): HTMLElement {
  const id = `live-${urgency}`;
  const existing = document.getElementById(id);
  if (existing) return existing;
  const region = document.createElement('div');
  region.id = id;
  region.className = 'live-region';
  region.setAttribute('aria-live', urgency);
  region.setAttribute('role', urgency === 'polite' ? 'status' : 'alert');
  // A dialog hides everything beside it from screen readers; this keeps the announcer out of that.
  region.dataset['liveAnnouncer'] = 'true';
  document.body.append(region);
  return region;
}
