import styles from './DataTable.module.css';

interface CheckBoxProps {
  readonly label: string;
  readonly checked: boolean;
  readonly mixed?: boolean;
  readonly onChange: () => void;
}

/** A box whose label is heard and not seen; what it selects stands beside it. */
export function CheckBox({ label, checked, mixed = false, onChange }: CheckBoxProps) {
  return (
    <label className={styles.check}>
      <input
        type="checkbox"
        checked={checked}
        ref={(box) => {
          if (box !== null) box.indeterminate = mixed;
        }}
        onChange={onChange}
      />
      <span className="sr">{label}</span>
    </label>
  );
}
