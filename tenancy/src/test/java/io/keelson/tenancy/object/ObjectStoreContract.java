package io.keelson.tenancy.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every object store promises. */
@Timeout(60)
abstract class ObjectStoreContract {
  private ObjectStore store;

  abstract ObjectStore open() throws Exception;

  @BeforeEach
  void openStore() throws Exception {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void whatWasPutIsRead() throws IOException {
    byte[] bytes = bytes(300_000);

    assertThat(store.put("a/b/0", new ByteArrayInputStream(bytes))).isEqualTo(300_000);

    assertThat(read("a/b/0")).isEqualTo(bytes);
    assertThat(store.exists("a/b/0")).isTrue();
  }

  @Test
  void nothingCanBePutToo() throws IOException {
    store.put("a/empty", InputStream.nullInputStream());

    assertThat(store.exists("a/empty")).isTrue();
    assertThat(read("a/empty")).isEmpty();
  }

  @Test
  void readsFromAnyPosition() throws IOException {
    byte[] bytes = bytes(300_000);
    store.put("a/b/0", new ByteArrayInputStream(bytes));

    try (SeekableByteChannel channel = store.open("a/b/0")) {
      assertThat(channel.size()).isEqualTo(300_000);
      for (int position : new int[] {299_990, 0, 150_000, 150_010, 7}) {
        ByteBuffer target = ByteBuffer.allocate(10);
        channel.position(position);
        while (target.hasRemaining()) {
          assertThat(channel.read(target)).isPositive();
        }
        assertThat(target.array())
            .isEqualTo(java.util.Arrays.copyOfRange(bytes, position, position + 10));
        assertThat(channel.position()).isEqualTo(position + 10);
      }
      channel.position(300_000);
      assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  void aMissingKeySaysSo() throws IOException {
    assertThat(store.exists("a/none")).isFalse();
    assertThatThrownBy(() -> store.open("a/none")).isInstanceOf(NoSuchFileException.class);
    store.delete("a/none");
    store.deleteUnder("none", Set.of());
  }

  @Test
  void anUncommittedDraftLeavesNothing() throws IOException {
    try (ObjectStore.Draft draft = store.begin("a/draft")) {
      draft.write(ByteBuffer.wrap(bytes(1_000)));
      assertThat(store.exists("a/draft")).isFalse();
    }

    assertThat(store.exists("a/draft")).isFalse();
  }

  @Test
  void aBrokenStreamLeavesWhatWasThere() throws IOException {
    store.put("a/b/0", new ByteArrayInputStream(new byte[] {1, 2, 3}));
    InputStream broken =
        new InputStream() {
          private int left = 100_000;

          @Override
          public int read() throws IOException {
            if (left-- <= 0) {
              throw new IOException("broken");
            }
            return 0;
          }
        };

    assertThatThrownBy(() -> store.put("a/b/0", broken)).hasMessage("broken");

    assertThat(read("a/b/0")).containsExactly(1, 2, 3);
  }

  @Test
  void aSecondPutReplacesTheFirst() throws IOException {
    store.put("a/b/0", new ByteArrayInputStream(bytes(1_000)));

    store.put("a/b/0", new ByteArrayInputStream(new byte[] {1, 2, 3}));

    assertThat(read("a/b/0")).containsExactly(1, 2, 3);
  }

  @Test
  void deletesOneKeyOrAllOfAFolderButTheKept() throws IOException {
    for (String key : new String[] {"t/a/0", "t/a/1", "t/a/2", "t/ab/0"}) {
      store.put(key, new ByteArrayInputStream(new byte[] {1}));
    }

    store.delete("t/a/0");
    store.deleteUnder("t/a", Set.of("t/a/2"));

    assertThat(store.exists("t/a/0")).isFalse();
    assertThat(store.exists("t/a/1")).isFalse();
    assertThat(store.exists("t/a/2")).isTrue();
    assertThat(store.exists("t/ab/0")).isTrue();
    store.deleteUnder("t/a", Set.of());
    assertThat(store.exists("t/a/2")).isFalse();
  }

  @Test
  void oldDraftsAreDeletedAndStoredBytesAreNot() throws IOException {
    store.put("a/b/0", new ByteArrayInputStream(new byte[] {1}));
    try (ObjectStore.Draft draft = store.begin("a/b/1")) {
      draft.write(ByteBuffer.wrap(new byte[] {1}));
      store.deleteDraftsBegunBefore(Instant.now().plusSeconds(60));

      assertThatThrownBy(draft::commit).isInstanceOfAny(IOException.class, RuntimeException.class);
    }
    assertThat(store.exists("a/b/0")).isTrue();
    assertThat(store.exists("a/b/1")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/a", "a/", "a//b", "../a", "a/../b", "a/./b", "A", "a b", "a\u0000", "a\\b", "ä"
      })
  void strangeKeysAreRefused(String key) {
    assertThatThrownBy(() -> store.begin(key)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.open(key)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.exists(key)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.delete(key)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.deleteUnder(key, Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private byte[] read(String key) throws IOException {
    try (InputStream in = Channels.newInputStream(store.open(key))) {
      return in.readAllBytes();
    }
  }

  private static byte[] bytes(int n) {
    byte[] bytes = new byte[n];
    new Random(n).nextBytes(bytes);
    return bytes;
  }
}
