/** A key beside its word; spoken as a shortcut, not as a part of the name. */
export function KeyCap({ of }: { of: string | null }) {
  return of === null ? null : (
    <kbd className="key" aria-hidden>
      {of}
    </kbd>
  );
}
