/** An error in words; those of connections often have a code and no message. */
export function wordsOf(error: Error): string {
  return error.message || (error as NodeJS.ErrnoException).code || error.name;
}

/** Takes the errors of a connection and tells each in a line, but not one that has just been told. */
export function queueTrouble(note: (text: string) => void): (error: Error) => void {
  let last = '';
  return (error) => {
    const words = wordsOf(error);
    if (words !== last) note(`queue: ${words}; trying again`);
    last = words;
  };
}
