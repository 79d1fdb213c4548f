import { DeleteCommentDocument, type SaidFragment } from '@/api/generated/comments';
import { Confirm, useConfirm } from '@/parts/form';
import { words } from './words';

const says = words.remove;

interface DeleteCommentProps {
  readonly comment: SaidFragment;
  /** The person in front of the page wrote it. */
  readonly own: boolean;
  readonly onClose: () => void;
  readonly onRefused: () => void;
}

export function DeleteComment({ comment, own, onClose, onRefused }: DeleteCommentProps) {
  const { id, version, createdBy } = comment;
  const form = useConfirm(DeleteCommentDocument, { id, expectedVersion: version }, onClose, onRefused);
  return (
    <Confirm
      title={own ? says.yours : says.of(createdBy.label)}
      verb={says.verb}
      form={form}
      onClose={onClose}
    >
      <p>{says.effect}</p>
    </Confirm>
  );
}
