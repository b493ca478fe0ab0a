import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Dot } from '../ui/Chip';
import { type ColorName, colors } from '../ui/color';
import styles from './ColorChoice.module.css';

export interface ColorChoiceProps {
  readonly label: string;
  readonly value: ColorName;
  readonly onChange: (color: ColorName) => void;
}

/** One of the ten colours. */
export function ColorChoice({ label, value, onChange }: ColorChoiceProps) {
  const { t } = useTranslation();
  const name = useId();
  return (
    <fieldset className={styles.choice}>
      <legend className={styles.legend}>{label}</legend>
      <div className={styles.colors}>
        {colors.map((color) => (
          <label
            className={styles.color}
            data-chosen={color === value}
            key={color}
            title={t(`common.color.${color}`)}
          >
            <input
              aria-label={t(`common.color.${color}`)}
              checked={color === value}
              className={styles.radio}
              name={name}
              onChange={() => onChange(color)}
              type="radio"
            />
            <Dot color={color} />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
