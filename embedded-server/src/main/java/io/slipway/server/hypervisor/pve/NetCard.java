package io.slipway.server.hypervisor.pve;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The {@code net0} property: everything the template says stays, except address, bridge and VLAN.
 *
 * @param model the card's kind, for example {@code virtio}
 * @param mac upper case; empty in a text that has none
 * @param rest all other properties in order
 */
record NetCard(String model, String mac, Map<String, String> rest) {
    private static final Set<String> MODELS = Set.of(
            "e1000",
            "e1000-82540em",
            "e1000-82544gc",
            "e1000-82545em",
            "e1000e",
            "i82551",
            "i82557b",
            "i82559er",
            "ne2k_isa",
            "ne2k_pci",
            "pcnet",
            "rtl8139",
            "virtio",
            "vmxnet3");

    NetCard {
        rest = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(rest));
    }

    static NetCard parse(String text) {
        var model = "";
        var mac = "";
        var rest = new LinkedHashMap<String, String>();
        for (var entry : PropertyString.parse(text).entries().entrySet()) {
            var key = entry.getKey();
            var value = entry.getValue();
            if (key.isEmpty() || key.equals("model")) {
                model = value;
            } else if (key.equals("macaddr")) {
                mac = value;
            } else if (MODELS.contains(key)) {
                model = key;
                mac = value;
            } else {
                rest.put(key, value);
            }
        }
        return new NetCard(model.isEmpty() ? "virtio" : model, mac.toUpperCase(Locale.ROOT), rest);
    }

    /** The card with our address and, where given, another bridge and VLAN (0 removes it). */
    NetCard with(String address, Optional<String> bridge, OptionalInt vlan) {
        var changed = new LinkedHashMap<>(rest);
        bridge.ifPresent(name -> changed.put("bridge", name));
        vlan.ifPresent(tag -> {
            if (tag == 0) {
                changed.remove("tag");
            } else {
                changed.put("tag", Integer.toString(tag));
            }
        });
        return new NetCard(model, address.toUpperCase(Locale.ROOT), changed);
    }

    Optional<String> bridge() {
        return Optional.ofNullable(rest.get("bridge"));
    }

    /** Whether both mean the same card, in whatever order the host writes it. */
    boolean sameAs(NetCard other) {
        return model.equals(other.model) && mac.equals(other.mac) && rest.equals(other.rest);
    }

    @Override
    public String toString() {
        var text = new StringBuilder(model).append('=').append(mac);
        rest.forEach((key, value) -> text.append(',').append(key).append('=').append(value));
        return text.toString();
    }
}
