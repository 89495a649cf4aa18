package io.github.dbupgrader.architecture.samples.behaviour;

import com.fasterxml.jackson.databind.JsonNode;

/** Uses Jackson outside its one class. */
abstract class Json {
    abstract JsonNode node();
}
