package io.keelson.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HeapWatchTest {
  @Test
  void theHeapOfEachCollectorIsRead() {
    String serial =
        """
        1821:
        DefNew     total 61440K, used 25600K [0x00000000f3800000, 0x00000000f7aa0000, 0x00000000f7aa0000)
         eden space 54656K,  48% used [0x00000000f3800000, 0x00000000f51ab4e0, 0x00000000f6d60000)
         from space 6784K,   0% used [0x00000000f6d60000, 0x00000000f6d60000, 0x00000000f7400000)
        Tenured    total 136576K, used 1024K [0x00000000f7aa0000, 0x0000000100000000, 0x0000000100000000)
         the  space 136576K,   0% used [0x00000000f7aa0000, 0x00000000f7bc3ab8, 0x0000000100000000)
         Metaspace       used 102400K, committed 102400K, reserved 1114112K
          class space    used 10240K, committed 10240K, reserved 1048576K
        """;
    String g1 =
        """
        1997:
        garbage-first heap   total reserved 204800K, committed 204800K, used 12288K [0x00000000f3800000, 0x0000000100000000)
         region size 1024K, 10 young (10240K), 2 survivors (2048K)
        """;
    String z =
        """
        2053:
        ZHeap            used 26M, capacity 200M, max capacity 200M
         Cache           174M (1)
        """;

    assertThat(HeapWatch.usedMib(serial)).isEqualTo(26);
    assertThat(HeapWatch.usedMib(g1)).isEqualTo(12);
    assertThat(HeapWatch.usedMib(z)).isEqualTo(26);
  }

  @Test
  void anotherOutputIsNoEmptyHeap() {
    assertThatThrownBy(() -> HeapWatch.usedMib("1: no such process"))
        .isInstanceOf(IllegalStateException.class);
  }
}
