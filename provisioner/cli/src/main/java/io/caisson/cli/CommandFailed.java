package io.caisson.cli;

/** Ends a command with a message for a person and an exit code for a script. */
final class CommandFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final Exit exit;

  CommandFailed(Exit exit, String message) {
    super(message);
    this.exit = exit;
  }

  Exit exit() {
    return exit;
  }

  /** The exit codes, as the help shows them. */
  enum Exit {
    FAILED(1),
    USAGE(2),
    NOT_FOUND(3),
    DENIED(4),
    UNREACHABLE(5),
    TIMED_OUT(6);

    private final int code;

    Exit(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }
  }
}
