"""The sizes that pages are tried in."""

from dataclasses import dataclass, field

#: A narrow phone: nothing may be cut off or need scrolling sideways.
NARROWEST_PX = 320

LOCALES = {"en": "en-IN", "ta": "ta-IN"}


@dataclass(frozen=True)
class Device:
    name: str
    width: int
    height: int
    touch: bool = False
    settings: dict = field(default_factory=dict, compare=False)

    def context_settings(self, language, theme="light"):
        """For Playwright's new_context."""
        return {
            "viewport": {"width": self.width, "height": self.height},
            "is_mobile": self.touch,
            "has_touch": self.touch,
            "device_scale_factor": 2 if self.touch else 1,
            "locale": LOCALES[language],
            "timezone_id": "Asia/Kolkata",
            "color_scheme": theme,
            # What moves would be looked at in the middle of its way.
            "reduced_motion": "reduce",
            **self.settings,
        }


PHONE = Device("phone", 360, 740, touch=True)
DESKTOP = Device("desktop", 1280, 800)
DEVICES = {device.name: device for device in (PHONE, DESKTOP)}

#: Each language on each size.
ALL = tuple((language, device) for language in LOCALES for device in DEVICES.values())
#: Two visits in which both languages and both sizes come up; what is tried in one pair in one flow of a person is tried
#: in the other pair in another.
STRAIGHT = (("ta", PHONE), ("en", DESKTOP))
CROSSED = (("en", PHONE), ("ta", DESKTOP))
