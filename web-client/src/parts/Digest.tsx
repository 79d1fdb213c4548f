import { CopyButton } from './CopyButton';
import styles from './Digest.module.css';
import { words } from './words';

/** `sha256:5be0…91c4`, without what every digest begins with. */
export function shortDigest(digest: string): string {
  const hex = digest.slice(digest.indexOf(':') + 1);
  return hex.length > 12 ? `${hex.slice(0, 6)}…${hex.slice(-4)}` : hex;
}

/** Short, whole as its title, and whole when it is copied. */
export function Digest({ digest, of }: { readonly digest: string; readonly of: string }) {
  return (
    <span className={styles.digest}>
      <span className="mono" title={digest}>
        {shortDigest(digest)}
      </span>
      <CopyButton text={digest} label={words.digest(of)} />
    </span>
  );
}
