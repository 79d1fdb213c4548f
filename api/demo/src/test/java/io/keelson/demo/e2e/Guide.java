package io.keelson.demo.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** The fenced blocks of {@code docs/integrate.md}. */
final class Guide {
  private static final String FENCE = "```";
  private final String text;
  private final List<Block> blocks = new ArrayList<>();

  /** What stands between two fences, and what language the first one names. */
  private record Block(String language, String text) {}

  /**
   * A step of the walk with curl.
   *
   * @param answer what the page says comes back
   */
  record Step(String script, String answer) {}

  private Guide(List<String> lines) {
    text = String.join("\n", lines);
    String language = null;
    StringBuilder open = new StringBuilder();
    for (String line : lines) {
      if (!line.startsWith(FENCE)) {
        open.append(line).append('\n');
      } else if (language == null) {
        language = line.substring(FENCE.length()).strip();
        open.setLength(0);
      } else {
        blocks.add(new Block(language, open.toString()));
        language = null;
      }
    }
    if (language != null) {
      throw new IllegalStateException("a block of " + language + " has no end");
    }
  }

  static Guide read() throws IOException {
    return new Guide(Files.readAllLines(Checkout.root().resolve("docs/integrate.md")));
  }

  /** Each block of shell, with the one of JSON that follows it. */
  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      if (blocks.get(i).language().equals("sh")) {
        Block answer = blocks.get(i + 1);
        if (!answer.language().equals("json")) {
          throw new IllegalStateException("no answer follows: " + blocks.get(i).text());
        }
        steps.add(new Step(blocks.get(i).text(), answer.text()));
      }
    }
    return steps;
  }

  /** The only block of a language. */
  String program(String language) {
    List<Block> found = blocks.stream().filter(it -> it.language().equals(language)).toList();
    if (found.size() != 1) {
      throw new IllegalStateException(found.size() + " blocks of " + language + " (expected: 1)");
    }
    return found.getFirst().text();
  }

  boolean says(String words) {
    return text.contains(words);
  }
}
