package io.keelson.djlworker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallMemoryTest {
  private static final int HEAP_BYTES = 1 << 20;
  private static final int SMALL_BYTES = 32 << 10;
  private final CallMemory memory = new CallMemory(HEAP_BYTES);

  @Test
  void moreBytesThanTheHeapCanHoldAreRefusedUntilSomeAreFree() {
    CallMemory.Share first = memory.share();
    CallMemory.Share second = memory.share();
    assertThat(first.grow(HEAP_BYTES / 2)).isTrue();

    assertThat(second.grow(HEAP_BYTES / 4)).isFalse();
    first.end();

    assertThat(second.grow(HEAP_BYTES / 4)).isTrue();
    assertThat(second.grow(HEAP_BYTES / 4)).isTrue();
    assertThat(second.grow(HEAP_BYTES / 4)).isFalse();
  }

  @Test
  void largeCallsLeaveRoomForSmallOnes() {
    memory.share().grow(HEAP_BYTES / 2 + SMALL_BYTES);

    List<CallMemory.Share> small = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      small.add(memory.share());
      assertThat(small.get(i).grow(SMALL_BYTES)).isTrue();
    }
    assertThat(small.getFirst().grow(1)).isFalse();
    assertThat(memory.share().grow(1)).isFalse();
    small.getFirst().end();
    assertThat(memory.share().grow(1)).isTrue();
  }

  @Test
  void whatACallHoldsIsReplacedByItsAnswer() {
    CallMemory.Share call = memory.share();
    call.grow(HEAP_BYTES / 2);

    assertThat(call.atLeast(1)).isTrue();
    assertThat(memory.share().grow(HEAP_BYTES / 2)).isFalse();
    assertThat(call.become(SMALL_BYTES)).isTrue();

    assertThat(memory.share().grow(HEAP_BYTES / 2)).isTrue();
    assertThat(call.become(SMALL_BYTES + HEAP_BYTES / 2)).isFalse();
  }

  @Test
  void aCallThatHasEndedGetsNoMore() {
    CallMemory.Share call = memory.share();
    call.grow(1);
    call.end();

    assertThat(call.grow(1)).isFalse();
  }
}
