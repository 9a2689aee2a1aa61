import { Refused } from "../platform";

/** The most bytes of a file that is handed in, as the program bounds them (`limit/base64.rs`). */
export const FILE_MOST = 10 * 1_048_576;
export const SHEET_MOST = 32 * 1_048_576;

/** The bytes of a file in base64. One that the program would refuse for its length is refused before it is read. */
export function base64(file: Blob, most = FILE_MOST): Promise<string> {
  return new Promise((done, fail) => {
    if (file.size > most) {
      fail(new Refused({ code: "file_too_large", field: null, args: { most, is: file.size } }));
      return;
    }
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).split(",")[1] ?? "");
    reader.onerror = () => fail(new Error("unreadable"));
    reader.readAsDataURL(file);
  });
}
