import { ActionIcon, Button, Menu } from '@mantine/core';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useClient } from 'urql';
import { CommentAsItIsDocument, EditCommentDocument, type SaidFragment } from '@/api/generated/comments';
import { useChange } from '@/api/use-change';
import { exactUtc } from '@/format/time';
import { Avatar } from '@/parts/Avatar';
import { Icon } from '@/parts/Icon';
import { When } from '@/parts/When';
import { CommentEditor } from './CommentEditor';
import { CommentHtml } from './CommentHtml';
import { DeleteComment } from './DeleteComment';
import styles from './comments.module.css';
import { untold } from './mention';
import { words } from './words';

const says = words.item;

interface CommentItemProps {
  readonly comment: SaidFragment;
  /** What it is about: "run". */
  readonly word: string;
  /** The person in front of the page wrote it. */
  readonly own: boolean;
  readonly mayEdit: boolean;
  readonly mayDelete: boolean;
}

/** What somebody said; of what was deleted, that it was there. */
export function CommentItem({ comment, word, own, mayEdit, mayDelete }: CommentItemProps) {
  const { id, version, createdBy, createdAt, editedAt, deletedAt, mentions } = comment;
  const client = useClient();
  const edit = useChange(EditCommentDocument);
  const [draft, setDraft] = useState<string | null>(null);
  const [deleting, setDeleting] = useState(false);
  const menu = useRef<HTMLButtonElement>(null);
  const isThere = deletedAt === null;
  const notTold = own && isThere ? untold(mentions, word) : null;
  const isConflict = edit.failure?.code === 'CONFLICT';

  /** What it is now comes by way of the cache. */
  function read() {
    return client.query(CommentAsItIsDocument, { id }, { requestPolicy: 'network-only' }).toPromise();
  }

  /** Its field goes: the focus returns to where it was opened. */
  function endEditing() {
    flushSync(() => setDraft(null));
    menu.current?.focus();
  }

  async function save(text: string) {
    if ((await edit.send({ input: { id, expectedVersion: version, text } })) !== null) endEditing();
    else await read();
  }

  return (
    <li className={styles.item}>
      <Avatar name={createdBy.label} own={own} />
      <div className={styles.said}>
        <p className={styles.by}>
          <b className="med">{createdBy.label}</b>{' '}
          <span className="t3 f12">
            <When at={createdAt} />
            {editedAt !== null && isThere && <span title={exactUtc(editedAt)}>{says.edited}</span>}
          </span>
        </p>
        {deletedAt !== null ? (
          <p className="t3">
            {says.deleted} <When at={deletedAt} />.
          </p>
        ) : (
          <CommentHtml html={comment.html} />
        )}
        {notTold !== null && <p className={styles.untold}>{notTold}</p>}
        {draft !== null && isThere && (
          <>
            {isConflict && (
              <p className={styles.conflict} role="alert">
                <b className="med">{says.changedMeanwhile}</b> {says.whatIsWhere}
              </p>
            )}
            <CommentEditor
              label={says.change}
              verb={says.save}
              text={draft}
              onText={setDraft}
              onSend={() => void save(draft)}
              sending={edit.sending}
              what={says.notChanged}
              failure={isConflict ? null : edit.failure}
              takesFocus
              onCancel={() => {
                edit.reset();
                endEditing();
              }}
            />
          </>
        )}
        {draft !== null && !isThere && (
          <p className={styles.conflict} role="alert">
            <b className="med">{says.deletedMeanwhile}</b> {says.notMade}{' '}
            <Button variant="default" size="compact-sm" onClick={() => setDraft(null)}>
              {says.close}
            </Button>
          </p>
        )}
      </div>
      {isThere && (mayEdit || mayDelete) && draft === null && (
        <Menu position="bottom-end" width={160}>
          <Menu.Target>
            <ActionIcon ref={menu} variant="subtle" aria-label={says.menu(createdBy.label)}>
              <Icon name="more" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {mayEdit && <Menu.Item onClick={() => setDraft(comment.text)}>{says.edit}</Menu.Item>}
            {mayDelete && <Menu.Item onClick={() => setDeleting(true)}>{says.remove}</Menu.Item>}
          </Menu.Dropdown>
        </Menu>
      )}
      {deleting && isThere && (
        <DeleteComment
          comment={comment}
          own={own}
          onClose={() => setDeleting(false)}
          onRefused={() => void read()}
        />
      )}
    </li>
  );
}
