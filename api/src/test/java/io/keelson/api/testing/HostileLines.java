package io.keelson.api.testing;

import io.keelson.api.http.HostileInputLog;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What is said of callers who do wrong, from now on. */
public final class HostileLines extends Handler implements AutoCloseable {
  private final Logger log = Logger.getLogger(HostileInputLog.class.getName());
  private final List<String> lines = new CopyOnWriteArrayList<>();

  public HostileLines() {
    log.addHandler(this);
  }

  public List<String> with(String text) {
    return lines.stream().filter(line -> line.contains(text)).toList();
  }

  @Override
  public void publish(LogRecord line) {
    lines.add(line.getMessage());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    log.removeHandler(this);
  }
}
