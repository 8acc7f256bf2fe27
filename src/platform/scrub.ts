/**
 * Text for the log without e-mail addresses: what a database or a mail server says of an error may
 * quote one. Values typed at forms do not come here otherwise.
 */
export const scrubbed = (text: string): string => text.replace(/[^\s@"'`<>(),;:=]+@[^\s@"'`<>(),;:=]+/g, '…@…')

/** An error as an operator needs it: its kind, its words, where. Not the row a database quotes in its details. */
export function plainError(error: Error): { type: string; message: string; code: string | undefined; stack: string } {
  const { name, message, stack } = error
  return { type: name, message: scrubbed(message), code: (error as { code?: string }).code, stack: scrubbed(stack ?? '') }
}
