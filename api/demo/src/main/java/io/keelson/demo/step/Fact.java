package io.keelson.demo.step;

import java.util.function.Consumer;

/** What one step leaves and later ones need. */
public final class Fact<T> {
  private final String name;
  private T value;

  /**
   * @param name as in "there is no …"
   */
  public Fact(String name) {
    this.name = name;
  }

  public void set(T found) {
    value = found;
  }

  /**
   * @throws NotReached when the step that leaves it failed
   */
  public T get() {
    if (value == null) {
      throw new NotReached(name);
    }
    return value;
  }

  public boolean isKnown() {
    return value != null;
  }

  public void ifKnown(Consumer<T> user) {
    if (value != null) {
      user.accept(value);
    }
  }
}
