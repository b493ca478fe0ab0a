import styles from './liftedClone.module.css';

/** A picture of the card as it is carried: as wide as it was, a little tilted, with a shadow under it. */
export function liftedClone(card: HTMLElement): HTMLElement {
  const box = card.getBoundingClientRect();
  const clone = card.cloneNode(true) as HTMLElement;
  clone.classList.add(styles.lifted ?? '');
  clone.style.inlineSize = `${box.width}px`;
  clone.style.blockSize = `${box.height}px`;
  clone.setAttribute('aria-hidden', 'true');
  clone.removeAttribute('data-card-id');
  return clone;
}
