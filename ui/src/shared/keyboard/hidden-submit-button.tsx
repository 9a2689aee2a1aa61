// Enter in a form whose buttons stand outside of it, as those of a dialog do.
export function HiddenSubmitButton() {
  return <button type="submit" hidden />;
}
