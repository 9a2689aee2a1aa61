import { RefusedError } from "../../api/platform";

/** The most bytes of a file that is handed in, as the program bounds them (`limit/base64.rs`). */
export const MAX_FILE_BYTES = 10 * 1_048_576;
export const MAX_SHEET_BYTES = 32 * 1_048_576;

/** The bytes of a file in base64. One that the program would refuse for its length is refused before it is read. */
export function readBase64(file: Blob, most = MAX_FILE_BYTES): Promise<string> {
  return new Promise((done, fail) => {
    if (file.size > most) {
      fail(new RefusedError({ code: "file_too_large", field: null, args: { most, is: file.size } }));
      return;
    }
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).split(",")[1] ?? "");
    reader.onerror = () => fail(new Error("unreadable"));
    reader.readAsDataURL(file);
  });
}
