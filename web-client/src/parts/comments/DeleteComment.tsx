import { DeleteCommentDocument, type SaidFragment } from '@/api/generated/comments';
import { Confirm, useConfirm } from '@/parts/form';

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
      title={own ? 'Delete your comment?' : `Delete the comment of ${createdBy.label}?`}
      verb="Delete comment"
      form={form}
      onClose={onClose}
    >
      <p>Its text goes for good. That there was one is seen for 30 days.</p>
    </Confirm>
  );
}
