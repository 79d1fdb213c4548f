import { useEffect, useRef } from 'react';
import styles from './comments.module.css';

/**
 * What somebody wrote, as the platform rendered it. It is set as it stands, and that is safe: the platform renders it
 * anew at each reading, behind a list of allowed elements with no script, style, picture, form or frame and no
 * attribute but the address of a link (decision 28), and the page's own policy runs no inline script besides. Nothing
 * else of the console may be shown this way.
 */
export function CommentHtml({ html }: { readonly html: string }) {
  const area = useRef<HTMLDivElement>(null);
  useEffect(() => {
    for (const link of area.current?.querySelectorAll('a') ?? []) {
      link.target = '_blank';
      link.rel = 'noopener noreferrer nofollow';
    }
    // The page's own headings lead to its parts: within one, all of a text's are below its title.
    for (const heading of area.current?.querySelectorAll('h1, h2, h3, h4, h5, h6') ?? []) {
      heading.setAttribute('role', 'heading');
      heading.setAttribute('aria-level', '3');
    }
  }, [html]);
  return <div ref={area} className={styles.html} dangerouslySetInnerHTML={{ __html: html }} />;
}
