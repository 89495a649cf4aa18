package io.github.dbupgrader.metrics.architecture.samples;

import io.github.dbupgrader.metrics.profile.ResultProfiler;
import java.util.List;

/** Computes metadata beside the engine. */
public class SecondWay {
    public ResultProfiler profiler = new ResultProfiler(List.of());
}
