package io.caisson.simulator.openstack;

/** What Nova takes for a name, and for base64. */
final class NovaNames {
  private NovaNames() {}

  /** Only printable characters, and no blank at either end. */
  static boolean printable(String text) {
    return text.equals(text.strip()) && text.codePoints().allMatch(NovaNames::printable);
  }

  private static boolean printable(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      // Nova's own expression ends with the basic plane
      default -> character < 0xFFFF;
    };
  }

  static String refusal(String field) {
    return "An invalid '%s' value was provided. The %s must be: printable characters. Can not start"
            .formatted(field, field)
        + " or end with whitespace.";
  }

  /** As Python decodes it: foreign characters are passed over, only the padding must be right. */
  static boolean base64(String text) {
    String letters = text.replaceAll("[^A-Za-z0-9+/=]", "");
    int end = letters.indexOf('=');
    String data = end < 0 ? letters : letters.substring(0, end);
    int rest = data.length() % 4;
    int padding = end < 0 ? 0 : letters.length() - end;
    return switch (rest) {
      case 0 -> true;
      case 1 -> false;
      case 2 -> padding >= 2;
      default -> padding >= 1;
    };
  }
}
