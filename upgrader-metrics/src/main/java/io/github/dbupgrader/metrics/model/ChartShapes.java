package io.github.dbupgrader.metrics.model;

import static io.github.dbupgrader.metrics.model.Shape.ANY;
import static io.github.dbupgrader.metrics.model.Shape.BOOLEAN;
import static io.github.dbupgrader.metrics.model.Shape.BOOLEAN_OR_TEXT;
import static io.github.dbupgrader.metrics.model.Shape.NUMBER;
import static io.github.dbupgrader.metrics.model.Shape.TEXT;
import static io.github.dbupgrader.metrics.model.Shape.TEXT_OR_OBJECT;
import static io.github.dbupgrader.metrics.model.Shape.list;
import static io.github.dbupgrader.metrics.model.Shape.map;

import com.fasterxml.jackson.databind.JsonNode;

/** What the chart of each kind must look like. {@code metric.schema.json} says the same; a test compares the two. */
final class ChartShapes {

    static final String TAG = "selectedChartType";
    static final String LABEL_FORMATS = "columnLabelFormats";
    static final String COLUMN_SETTINGS = "columnSettings";
    static final String TRENDLINES = "trendlines";

    private static final Shape COLUMNS = list(TEXT);

    static final ObjectShape LABEL_FORMAT = ObjectShape.empty()
            .required("columnType", TEXT)
            .required("style", TEXT)
            .optional("displayName", TEXT)
            .optional("numberSeparatorStyle", TEXT)
            .optional("minimumFractionDigits", NUMBER)
            .optional("maximumFractionDigits", NUMBER)
            .optional("multiplier", NUMBER)
            .optional("prefix", TEXT)
            .optional("suffix", TEXT)
            .optional("replaceMissingDataWith", ANY)
            .optional("compactNumbers", BOOLEAN)
            .optional("currency", TEXT)
            .optional("dateFormat", TEXT)
            .optional("useRelativeTime", BOOLEAN)
            .optional("isUtc", BOOLEAN)
            .optional("convertNumberTo", TEXT);

    static final ObjectShape COLUMN_SETTING = ObjectShape.empty()
            .optional("showDataLabels", BOOLEAN)
            .optional("showDataLabelsAsPercentage", BOOLEAN)
            .optional("columnVisualization", TEXT)
            .optional("lineWidth", NUMBER)
            .optional("lineStyle", TEXT)
            .optional("lineType", TEXT)
            .optional("lineSymbolSize", NUMBER)
            .optional("barRoundness", NUMBER)
            .optional("lineSymbolSizeDot", ANY);

    static final ObjectShape GOAL_LINE = ObjectShape.empty()
            .optional("show", BOOLEAN)
            .optional("value", NUMBER)
            .optional("showGoalLineLabel", BOOLEAN)
            .optional("goalLineLabel", TEXT)
            .optional("goalLineColor", TEXT);

    static final ObjectShape TRENDLINE = ObjectShape.empty()
            .optional("show", BOOLEAN)
            .optional("showTrendlineLabel", BOOLEAN)
            .optional("trendlineLabel", TEXT)
            .required("type", TEXT)
            .required("columnId", TEXT)
            .optional("trendLineColor", TEXT);

    private static final ObjectShape BASE = ObjectShape.empty()
            .required(TAG, TEXT)
            .required(LABEL_FORMATS, map(LABEL_FORMAT))
            .optional(COLUMN_SETTINGS, map(COLUMN_SETTING))
            .optional("colors", list(TEXT))
            .optional("showLegend", BOOLEAN)
            .optional("gridLines", BOOLEAN)
            .optional("disableTooltip", BOOLEAN)
            .optional("showLegendHeadline", BOOLEAN_OR_TEXT)
            .optional("goalLines", list(GOAL_LINE))
            .optional(TRENDLINES, list(TRENDLINE))
            .optional("xAxisConfig", ANY)
            .optional("yAxisConfig", ANY)
            .optional("y2AxisConfig", ANY)
            .optional("categoryAxisStyleConfig", ANY);

    private static final ObjectShape AXIS =
            ObjectShape.empty().required("x", COLUMNS).required("y", COLUMNS).optional("tooltip", COLUMNS);

    private static final ObjectShape BAR_AND_LINE = BASE.required(
                    "barAndLineAxis", AXIS.optional("category", COLUMNS).optional("colorBy", COLUMNS))
            .optional("barLayout", TEXT)
            .optional("barSortBy", list(TEXT))
            .optional("barGroupType", TEXT)
            .optional("barShowTotalAtTop", BOOLEAN)
            .optional("lineGroupType", TEXT);

    private static final ObjectShape SCATTER = BASE.required(
                    "scatterAxis", AXIS.optional("category", COLUMNS).optional("size", COLUMNS))
            .optional("scatterDotSize", list(NUMBER));

    private static final ObjectShape PIE = BASE.required("pieChartAxis", AXIS)
            .optional("pieDisplayLabelAs", TEXT)
            .optional("pieShowInnerLabel", BOOLEAN)
            .optional("pieInnerLabelAggregate", TEXT)
            .optional("pieInnerLabelTitle", TEXT)
            .optional("pieLabelPosition", TEXT)
            .optional("pieDonutWidth", NUMBER)
            .optional("pieMinimumSlicePercentage", NUMBER);

    private static final ObjectShape COMBO =
            BASE.required("comboChartAxis", AXIS.optional("y2", COLUMNS).optional("category", COLUMNS));

    private static final ObjectShape METRIC = BASE.required("metricColumnId", TEXT)
            .optional("metricValueAggregate", TEXT)
            .optional("metricHeader", TEXT_OR_OBJECT)
            .optional("metricSubHeader", TEXT_OR_OBJECT)
            .optional("metricValueLabel", TEXT);

    private static final ObjectShape TABLE = BASE.optional("tableColumnOrder", list(TEXT))
            .optional("tableColumnWidths", map(NUMBER))
            .optional("tableHeaderBackgroundColor", TEXT)
            .optional("tableHeaderFontColor", TEXT)
            .optional("tableColumnFontColor", TEXT);

    private static final ObjectShape TAGGED = ObjectShape.empty().required(TAG, TEXT);

    /** A chart of whichever kind its tag says. */
    static final Shape CHART = (value, at) -> of(kind(value, at)).read(value, at);

    private ChartShapes() {}

    static ObjectShape of(ChartKind kind) {
        return switch (kind) {
            case BAR, LINE -> BAR_AND_LINE;
            case SCATTER -> SCATTER;
            case PIE -> PIE;
            case COMBO -> COMBO;
            case METRIC -> METRIC;
            case TABLE -> TABLE;
        };
    }

    private static ChartKind kind(JsonNode chart, Place at) {
        JsonNode tag = TAGGED.read(chart, at).path(TAG);
        return ChartKind.of(tag.asText())
                .orElseThrow(() -> ModelErrors.unknownChart(at.key(TAG, "").path(), tag.asText(), ChartKind.all()));
    }
}
