import { TextInput, type TextInputProps } from '@mantine/core';

/** A name that is written letter by letter and means one thing: required, and neither completed nor spell-checked. */
export function IdentifierField(props: TextInputProps) {
  return <TextInput required autoComplete="off" spellCheck={false} {...props} />;
}
