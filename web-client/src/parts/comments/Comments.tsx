import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'react-router';
import { AddCommentDocument, type SaidFragment } from '@/api/generated/comments';
import type { May } from '@/api/permissions';
import { useSignedIn } from '@/api/session';
import { useChange } from '@/api/use-change';
import { count } from '@/format/number';
import { Panel, PanelBody } from '@/parts/Panel';
import { CommentEditor } from './CommentEditor';
import { CommentItem } from './CommentItem';
import styles from './comments.module.css';
import { untold } from './mention';
import { words as says } from './words';

/** Links to what people say end so. */
const PLACE = 'comments';
/** The platform answers no more of them. */
const MOST = 100;

interface CommentsProps {
  readonly subject: { readonly id: string };
  /** What it is: "run". */
  readonly word: string;
  /** Oldest first, as they came with the page; undefined while on their way. */
  readonly comments: readonly SaidFragment[] | undefined;
  /** What the person may do in the thing's project. */
  readonly may: May;
}

/** What people say of a thing. */
export function Comments({ subject, word, comments = [], may }: CommentsProps) {
  const { personId } = useSignedIn();
  const add = useChange(AddCommentDocument);
  const [text, setText] = useState('');
  const [told, setTold] = useState('');
  const place = useScrolledTo();
  const mayWrite = may('COMMENT_WRITE');
  const mayModerate = mayWrite && may('PROJECT_WRITE');

  async function send() {
    const sent = await add.send({ input: { subjectId: subject.id, text } });
    if (sent === null) return;
    setText('');
    setTold(says.sent(untold(sent.addComment.mentions, word) ?? ''));
  }

  return (
    <div id={PLACE} ref={place} className={styles.place}>
      <Panel
        title={says.title}
        end={comments.length > 0 && <span className="num">{count(comments.length)}</span>}
      >
        {comments.length >= MOST && <p className={styles.more}>{says.newest(MOST)}</p>}
        {comments.length > 0 && (
          <ol className={styles.list} aria-label={says.title}>
            {comments.map((comment) => {
              const { kind, id } = comment.createdBy;
              const own = kind === 'PERSON' && id !== null && id === personId;
              return (
                <CommentItem
                  key={comment.id}
                  comment={comment}
                  word={word}
                  own={own}
                  mayEdit={mayWrite && own}
                  mayDelete={mayModerate || (mayWrite && own)}
                />
              );
            })}
          </ol>
        )}
        {comments.length === 0 && (
          <PanelBody>
            <p className="t3">{mayWrite ? says.noneYours(word) : says.none(word)}</p>
          </PanelBody>
        )}
        {mayWrite && (
          <div className={styles.write}>
            <CommentEditor
              label={says.yours}
              verb={says.send}
              text={text}
              onText={setText}
              onSend={() => void send()}
              sending={add.sending}
              what={says.notSent}
              failure={add.failure}
            />
          </div>
        )}
        <p className="sr" role="status">
          {told}
        </p>
      </Panel>
    </div>
  );
}

/** A link from the inbox leads to what was said, which is drawn later than the page. */
function useScrolledTo() {
  const { hash } = useLocation();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (hash === `#${PLACE}`) place.current?.scrollIntoView({ block: 'start' });
  }, [hash]);
  return place;
}
