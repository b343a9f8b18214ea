package com.acme;

import org.mapstruct.Mapper;

/** Something for the other processor to do. */
@Mapper
public interface PriceMapper {
    Shown toShown(Price price);

    record Price(String item, long cents) {}

    record Shown(String item, long cents) {}
}
