/** Whether PostgreSQL refused a value for what it is, such as a number out of range: SQLSTATE class 22. */
export function isDataException(error: unknown): boolean {
  return (
    error instanceof Error && "code" in error && typeof error.code === "string" && /^22[0-9A-Z]{3}$/.test(error.code)
  );
}
