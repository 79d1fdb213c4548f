import { Fragment } from 'react';
import { useQuery } from 'urql';
import { LocalMailsDocument } from '@/api/generated/mails';
import { Panel } from '@/parts/Panel';
import { When } from '@/parts/When';
import styles from './LocalMails.module.css';
import { partsOf } from './mail-text';
import { words as says } from './words';

/** Mails to the person that went nowhere, because this installation has no mail server; nothing where there are none. */
export function LocalMails() {
  const [{ data }] = useQuery({ query: LocalMailsDocument });
  const mails = data?.localMails ?? [];
  if (mails.length === 0) return null;
  return (
    <Panel title={says.title} note={says.note}>
      <ul className={styles.mails}>
        {mails.map(({ subject, body, sentAt }) => (
          <li key={`${sentAt} ${subject}`}>
            <details>
              <summary>
                <span className="med">{subject}</span>
                <span className="t3 f12">
                  <When at={sentAt} />
                </span>
              </summary>
              <p className={styles.body}>
                {partsOf(body).map((part, index) => (
                  <Fragment key={index}>
                    {part.path === null ? (
                      part.text
                    ) : (
                      <a href={part.path} data-link>
                        {part.text}
                      </a>
                    )}
                  </Fragment>
                ))}
              </p>
            </details>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
