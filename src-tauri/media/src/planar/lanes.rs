//! Wide arithmetic: loops written plainly, compiled a second time for what the processor at hand
//! can do (AVX2 and FMA on a PC; NEON is every ARM's anyway).

use std::sync::LazyLock;

use pulp::{Arch, WithSimd};

static ARCH: LazyLock<Arch> = LazyLock::new(Arch::new);

/// Runs `work` compiled for this processor. What it calls must be inlined to have a part in that.
pub(super) fn run<W: WithSimd>(work: W) -> W::Output {
    ARCH.dispatch(work)
}

/// Whether multiply-and-add is one instruction here; where it is not, it would be a slow call.
pub(super) fn fused() -> bool {
    cfg!(target_arch = "aarch64") || !matches!(*ARCH, Arch::Scalar)
}
