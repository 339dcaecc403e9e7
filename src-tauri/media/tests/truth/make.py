#!/usr/bin/env python3
"""Makes the files that the truth table is about, and the table.

Run it by hand when a row is added; files and table are committed, so no test needs these tools:

    apt-get install imagemagick libjpeg-turbo-progs libimage-exiftool-perl webp libheif-examples \
        libavif-bin ffmpeg libtiff-tools colord-data icc-profiles-free
    python3 src-tauri/media/tests/truth/make.py

What a row says of its file comes from the arguments that the tool was given. Size and codec are read
back by a second program (identify, exiftool, ffprobe, heif-info), and the run ends where the two
differ. Expected findings are worked out here from the rules as published (a single feed picture or
carousel slide, a reel for films), not asked of Fanfold.
"""

import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

HERE = Path(__file__).resolve().parent
OUT = HERE / "files"
TMP = Path(tempfile.mkdtemp())
COLORD = Path("/usr/share/color/icc/colord")
FREE = Path("/usr/share/color/icc")
GS = FREE / "ghostscript"
ROWS = []
GPS = "-GPSLatitude=48.137 -GPSLatitudeRef=N -GPSLongitude=11.575 -GPSLongitudeRef=E".split()
XMP_GPS = "-XMP-exif:GPSLatitude=48.137 -XMP-exif:GPSLongitude=11.575".split()


def run(*words, **more):
    words = [str(word) for word in words]
    done = subprocess.run(words, capture_output=True, **more)
    if done.returncode != 0:
        sys.exit(f"{' '.join(words)}\n{done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout


def tool(*words):
    """Words with {o} for the file to make; returns what makes it, for the row."""
    return lambda path: run(*[str(w).replace("{o}", str(path)) for w in words])


def python(make):
    return lambda path: Path(path).write_bytes(make())


def then(*steps):
    def all_of(path):
        for step in steps:
            step(path)
    return all_of


def exif(*tags):
    return lambda path: run("exiftool", "-q", "-q", "-overwrite_original", "-n", *tags, path)


# ------------------------------------------------------------------ what the rules say


def picture_rules(row):
    w, h = row["width"], row["height"]
    if row["unreadable"] == "too_many_pixels":
        return {"image.too_many_pixels"}, "blocked"
    if row["unreadable"]:
        return {"image.unreadable"}, "blocked"
    if row["format"] in ("svg", "pdf"):
        return {"image.format"}, "blocked"
    if row["kind"] == "unknown":
        return {"image.unreadable"}, "blocked"
    rules = set()
    errors = set()
    if row["format"] != "jpeg":
        errors.add("image.format")
    if row["animated"]:
        errors.add("image.animated")
    if w and (w / h < 0.80 - 0.005 or w / h > 1.91 + 0.005):
        errors.add("image.aspect")
    if w and w < 320:
        rules.add("image.narrow")
    if w > 1440:
        rules.add("image.wide")
    if row["color"] == "cmyk":
        errors.add("image.color")
    elif row["color"] not in ("srgb", "gray"):
        rules.add("image.color")
    if row["location"]:
        rules.add("image.location")
    if row["orientation"] > 1:
        rules.add("image.orientation")
    verdict = "ready" if not errors else "fixable" if row["decodable"] else "blocked"
    return rules | errors, verdict


def film_rules(row):
    w, h = row["width"], row["height"]
    if row["unreadable"]:
        return {"video.unreadable"}, "blocked"
    rules, errors, blocked = set(), set(), False
    if row["format"] not in ("mp4", "mov"):
        errors.add("video.container")
    if row["codec"] and (row["codec"] not in ("h264", "hevc") or row["pixels"] not in ("", "yuv420p") or row["interlaced"]):
        errors.add("video.codec")
    if row["audio"]:
        codec, rate, channels = row["audio"].split("/")
        if codec != "aac" or int(rate) > 48000 or not 1 <= int(channels) <= 2:
            errors.add("video.audio")
    if row["duration"] and row["duration"] < 3:
        errors.add("video.duration")
        blocked = True
    if row["fps"] and not 23 - 1e-6 <= row["fps"] <= 60 + 1e-6:
        errors.add("video.fps")
    if w > 1920:
        errors.add("video.width")
    if w and min(w, h) < 540:
        rules.add("video.short_side")
    if w:
        if not 0.01 <= w / h <= 10:
            errors.add("video.aspect")
        elif not 0.55125 <= w / h <= 0.57375:
            rules.add("video.aspect")
    for flag, rule in (("edits", "video.edit_list"), ("moov_last", "video.moov_last"), ("fragmented", "video.fragmented")):
        if row[flag]:
            errors.add(rule)
    verdict = "ready" if not errors else "blocked" if blocked else "fixable"
    return rules | errors, verdict


# ------------------------------------------------------------------ rows


def picture(name, make, format, size, orientation=1, color="srgb", alpha=False, animated=False,
            location=False, unreadable="", decodable=True, kind="image", made="", check=True):
    path = OUT / name
    make(path)
    row = dict(file=name, kind=kind, format=format, width=size[0], height=size[1],
               orientation=orientation, color=color, alpha=alpha, animated=animated,
               location=location, unreadable=unreadable, decodable=decodable, codec="", pixels="",
               fps=0, duration=0, rotation=0, interlaced=False, edits=False, moov_last=False,
               fragmented=False, audio="", made=made)
    if check and not unreadable and decodable:
        read_back(path, row)
    finish(row, *picture_rules(row))


def read_back(path, row):
    """Size as seen, by a program that has nothing to do with Fanfold."""
    if row["format"] in ("heic", "avif"):
        tags = run("exiftool", "-s3", "-n", "-ImageWidth", "-ImageHeight", path).decode().split()
        seen = (int(tags[0]), int(tags[1]))
        wanted = (row["width"], row["height"])
        if row["orientation"] >= 5:
            wanted = wanted[::-1]
    else:
        said = run("identify", "-format", "%w %h\n", f"{path}[0]").decode().split()
        seen = (int(said[0]), int(said[1]))
        wanted = (row["width"], row["height"])
        if row["orientation"] >= 5:
            wanted = wanted[::-1]
    if seen != wanted:
        sys.exit(f"{path}: read back as {seen}, the row says {wanted}")


def film(name, make, format, size, codec="h264", pixels="yuv420p", fps=25.0, duration=4.0, rotation=0,
         interlaced=False, edits=False, moov_last=False, fragmented=False, audio="", location=False,
         unreadable="", made=""):
    path = OUT / name
    make(path)
    row = dict(file=name, kind="video", format=format, width=size[0], height=size[1], orientation=1,
               color="srgb", alpha=False, animated=False, location=location, unreadable=unreadable,
               decodable=False, codec=codec, pixels=pixels, fps=fps, duration=duration,
               rotation=rotation, interlaced=interlaced, edits=edits, moov_last=moov_last,
               fragmented=fragmented, audio=audio, made=made)
    if not unreadable:
        ffprobe(path, row)
    finish(row, *film_rules(row))


def ffprobe(path, row):
    said = run("ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries",
               "stream=codec_name,width,height:stream_side_data=rotation", "-of", "csv=p=0", path).decode().split()[0].split(",")
    wanted = [row["codec"] or said[0], str(row["width"]), str(row["height"])]
    if row["rotation"] % 180 == 90:
        wanted[1:] = wanted[:0:-1]
    turned = -int(said[3]) % 360 if len(said) > 3 and said[3] else 0
    if said[:3] != wanted or turned != row["rotation"]:
        sys.exit(f"{path}: ffprobe says {said}, the row says {wanted}")


def finish(row, rules, verdict):
    row["rules"] = " ".join(sorted(rules))
    row["verdict"] = verdict
    if any(other["file"] == row["file"] for other in ROWS):
        sys.exit(f"{row['file']} is there twice")
    ROWS.append(row)


# ------------------------------------------------------------------ raw material


def display_p3():
    """A matrix profile, version 4, by the numbers of the ICC registry's Display P3."""
    def s15(value):
        return struct.pack(">i", round(value * 65536))
    def xyz(*values):
        return b"XYZ \0\0\0\0" + b"".join(map(s15, values))
    def text(words):
        data = words.encode("utf-16-be")
        return b"mluc\0\0\0\0" + struct.pack(">IIHHII", 1, 12, 0x656E, 0x5553, len(data), 28) + data
    curve = b"para\0\0\0\0\0\x03\0\0" + b"".join(map(s15, (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)))
    parts = {
        b"desc": text("A profile of no name"), b"cprt": text("CC0"),
        b"wtpt": xyz(0.9642, 1.0, 0.8249),
        b"rXYZ": xyz(0.51512, 0.24120, -0.00105), b"gXYZ": xyz(0.29198, 0.69225, 0.04189),
        b"bXYZ": xyz(0.15710, 0.06657, 0.78407),
        b"rTRC": curve, b"gTRC": curve, b"bTRC": curve,
    }
    table, body = b"", b""
    start = 128 + 4 + 12 * len(parts)
    for name, data in parts.items():
        data += b"\0" * (-len(data) % 4)
        table += name + struct.pack(">II", start + len(body), len(data))
        body += data
    head = bytearray(128)
    struct.pack_into(">I", head, 0, start + len(body))
    head[8:12] = b"\x04\0\0\0"
    head[12:24] = b"mntrRGB XYZ "
    head[36:40] = b"acsp"
    head[68:80] = s15(0.9642) + s15(1.0) + s15(0.8249)
    return bytes(head) + struct.pack(">I", len(parts)) + table + body


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def base(suffix, size="64x48", *more):
    """The picture that most rows are: four colours with soft edges."""
    path = TMP / f"base-{size}-{abs(hash(more))}.{suffix}"
    if not path.exists():
        run("convert", "-size", "2x2", "xc:red", "xc:lime", "xc:blue", "xc:yellow", "+append",
            "-filter", "Triangle", "-resize", size + "!", *more, "-depth", "8", "-strip", path)
    return path


def jpeg(*options, size="64x48"):
    return tool("cjpeg", "-quality", "80", *options, "-outfile", "{o}", base("ppm", size))


def jpegs():
    for n in range(1, 9):
        size = (48, 64) if n >= 5 else (64, 48)
        picture(f"orientation-{n}.jpg", then(jpeg(), exif(f"-Orientation={n}")), "jpeg", size,
                orientation=n, made=f"cjpeg; exiftool -Orientation={n}")
    for name, options in {
        "baseline-420": ["-sample", "2x2"], "baseline-422": ["-sample", "2x1"],
        "baseline-440": ["-sample", "1x2"], "baseline-444": ["-sample", "1x1"],
        "baseline-411": ["-sample", "4x1"], "progressive": ["-progressive"],
        "optimised": ["-optimize"], "restart-markers": ["-restart", "1"],
        "arithmetic": ["-arithmetic"], "arithmetic-progressive": ["-arithmetic", "-progressive"],
        "rgb-inside": ["-rgb"],
    }.items():
        picture(f"{name}.jpg", jpeg(*options), "jpeg", (64, 48), made="cjpeg " + " ".join(options))
    picture("grey.jpg", jpeg("-grayscale"), "jpeg", (64, 48), color="gray", made="cjpeg -grayscale")
    picture("grey-progressive.jpg", jpeg("-grayscale", "-progressive"), "jpeg", (64, 48), color="gray",
            made="cjpeg -grayscale -progressive")
    cmyk = tool("convert", base("png"), "-colorspace", "CMYK", "-quality", "80", "{o}")
    picture("cmyk.jpg", cmyk, "jpeg", (64, 48), color="cmyk", made="convert -colorspace CMYK")
    picture("cmyk-profile.jpg",
            then(cmyk, exif(f"-icc_profile<={GS / 'default_cmyk.icc'}")), "jpeg", (64, 48), color="cmyk",
            made="convert -colorspace CMYK; exiftool -icc_profile (Artifex CMYK)")
    picture("cmyk-no-adobe.jpg", then(cmyk, drop_segment(0xEE)), "jpeg", (64, 48), color="cmyk",
            made="convert -colorspace CMYK; APP14 taken out")
    p3 = TMP / "p3.icc"
    p3.write_bytes(display_p3())
    for name, profile, color in (
        ("srgb-v2", COLORD / "sRGB.icc", "srgb"), ("srgb-free", FREE / "sRGB.icc", "srgb"),
        ("srgb-artifex", GS / "default_rgb.icc", "srgb"), ("rec709", COLORD / "Rec709.icc", "other"),
        ("display-p3", p3, "display-p3"), ("adobe-rgb", COLORD / "AdobeRGB1998.icc", "adobe-rgb"),
        ("adobe-rgb-free", FREE / "compatibleWithAdobeRGB1998.icc", "adobe-rgb"),
        ("adobe-rgb-artifex", GS / "a98.icc", "adobe-rgb"),
        ("prophoto", COLORD / "ProPhotoRGB.icc", "other"), ("wide-gamut", COLORD / "WideGamutRGB.icc", "other"),
        ("swapped", COLORD / "SwappedRedAndGreen.icc", "other"), ("apple-rgb", COLORD / "AppleRGB.icc", "other"),
    ):
        picture(f"icc-{name}.jpg", then(jpeg(), exif(f"-icc_profile<={profile}")), "jpeg", (64, 48),
                color=color, made=f"cjpeg; exiftool -icc_profile ({profile.name})")
    picture("icc-of-another-kind.jpg", then(jpeg(), exif(f"-icc_profile<={GS / 'default_cmyk.icc'}")),
            "jpeg", (64, 48), made="cjpeg; exiftool -icc_profile (a CMYK profile on RGB, which viewers ignore)")
    picture("grey-profile.jpg", then(jpeg("-grayscale"), exif(f"-icc_profile<={GS / 'default_gray.icc'}")),
            "jpeg", (64, 48), color="gray", made="cjpeg -grayscale; exiftool -icc_profile")
    picture("adobe-rgb-by-exif.jpg", then(jpeg(), exif("-InteropIndex=R03", "-ColorSpace=65535")), "jpeg",
            (64, 48), color="adobe-rgb", made="cjpeg; exiftool -InteropIndex=R03")
    picture("gps-exif.jpg", then(jpeg(), exif(*GPS)), "jpeg", (64, 48), location=True, made="cjpeg; exiftool -GPS…")
    picture("gps-xmp.jpg", then(jpeg(), exif(*XMP_GPS)), "jpeg", (64, 48), location=True,
            made="cjpeg; exiftool -XMP-exif:GPS…")
    picture("gps-version-only.jpg", then(jpeg(), exif("-GPSVersionID=2 3 0 0")), "jpeg", (64, 48),
            made="cjpeg; exiftool -GPSVersionID")
    picture("exif-thumbnail.jpg", then(jpeg(), exif("-Orientation=6", f"-ThumbnailImage<={thumbnail()}")),
            "jpeg", (48, 64), orientation=6, made="cjpeg; exiftool -ThumbnailImage")
    picture("comment.jpg", then(jpeg(), exif("-Comment=FFD9 in words")), "jpeg", (64, 48), made="cjpeg; exiftool -Comment")
    picture("trailer.jpg", then(jpeg(), append(b"\0\0MotionPhoto" + bytes(range(256)))), "jpeg", (64, 48),
            made="cjpeg; 270 bytes behind the end")
    picture("wide.jpg", jpeg(size="1600x1000"), "jpeg", (1600, 1000), made="cjpeg")
    picture("panorama.jpg", jpeg("-progressive", size="3000x400"), "jpeg", (3000, 400), made="cjpeg -progressive")
    picture("tall.jpg", jpeg(size="400x900"), "jpeg", (400, 900), made="cjpeg")
    picture("portrait-4-5.jpg", jpeg(size="400x500"), "jpeg", (400, 500), made="cjpeg")
    picture("portrait-3-4.jpg", jpeg(size="360x480"), "jpeg", (360, 480), made="cjpeg")
    picture("square.jpg", jpeg(size="640x640"), "jpeg", (640, 640), made="cjpeg")
    picture("edge-1-91.jpg", jpeg(size="573x300"), "jpeg", (573, 300), made="cjpeg")
    picture("one-pixel.jpg", jpeg(size="1x1"), "jpeg", (1, 1), made="cjpeg")
    picture("flat.jpg", tool("convert", "-size", "3000x3000", "xc:gray50", "-quality", "30", "{o}"), "jpeg",
            (3000, 3000), color="gray", made="convert xc:gray50")
    picture("mpo.jpg", then(jpeg(), second_picture), "mpo", (64, 48), made="cjpeg; MPF index and a second picture")


def thumbnail():
    path = TMP / "thumb.jpg"
    jpeg(size="16x12")(path)
    return path


def drop_segment(marker):
    def change(path):
        data = path.read_bytes()
        at = data.index(bytes([0xFF, marker]))
        size = int.from_bytes(data[at + 2:at + 4], "big")
        path.write_bytes(data[:at] + data[at + 2 + size:])
    return change


def second_picture(path):
    data = path.read_bytes()
    index = b"MPF\0MM\0*\0\0\0\x08\0\x03" + struct.pack(">HHI4sHHIIHHII", 0xB000, 7, 4, b"0100", 0xB001, 4, 1, 2, 0xB002, 7, 32, 50)
    index += b"\0\0\0\0" + b"\0" * 32
    path.write_bytes(data[:2] + b"\xFF\xE2" + struct.pack(">H", len(index) + 2) + index + data[2:] + data)


def append(tail):
    return lambda path: path.write_bytes(path.read_bytes() + tail)


def pngs():
    def png(*options, source=None):
        return tool("convert", source or base("png"), *options, "-strip", "{o}")
    def raw(*chunks, kind=2, depth=8, size=(64, 48), channels=3):
        rows = b"".join(b"\0" + bytes(x * 3 % 256 for x in range(size[0] * channels * depth // 8)) for _ in range(size[1]))
        head = struct.pack(">IIBBBBB", *size, depth, kind, 0, 0, 0)
        return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(chunks) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    picture("rgb8.png", png(source=None), "png", (64, 48), made="convert")
    picture("rgb16.png", tool("convert", base("png"), "-depth", "16", "-blur", "0x1", "PNG48:{o}"), "png", (64, 48), made="convert PNG48")
    picture("palette.png", tool("convert", base("png"), "-colors", "16", "PNG8:{o}"), "png", (64, 48), made="convert PNG8")
    picture("palette-alpha.png", tool("convert", base("png"), "-transparent", "red", "-colors", "8", "PNG8:{o}"), "png", (64, 48), alpha=True, made="convert -transparent PNG8")
    picture("grey8.png", tool("convert", base("png"), "-colorspace", "Gray", "-define", "png:color-type=0", "{o}"), "png", (64, 48), color="gray", made="convert color-type 0")
    picture("grey16.png", tool("convert", base("png"), "-colorspace", "Gray", "-define", "png:color-type=0", "-define", "png:bit-depth=16", "{o}"), "png", (64, 48), color="gray", made="convert color-type 0, 16 bit")
    picture("grey-alpha.png", tool("convert", base("png"), "-colorspace", "Gray", "-alpha", "set", "-define", "png:color-type=4", "{o}"), "png", (64, 48), color="gray", alpha=True, made="convert color-type 4")
    picture("bilevel.png", tool("convert", base("png"), "-monochrome", "-define", "png:color-type=0", "-define", "png:bit-depth=1", "{o}"), "png", (64, 48), color="gray", made="convert -monochrome")
    picture("rgba8.png", tool("convert", base("png"), "-alpha", "set", "-channel", "A", "-evaluate", "multiply", "0.5", "PNG32:{o}"), "png", (64, 48), alpha=True, made="convert PNG32")
    picture("rgba16.png", tool("convert", base("png"), "-alpha", "set", "-channel", "A", "-evaluate", "multiply", "0.5", "PNG64:{o}"), "png", (64, 48), alpha=True, made="convert PNG64")
    picture("interlaced.png", tool("convert", base("png"), "-interlace", "PNG", "PNG24:{o}"), "png", (64, 48), made="convert -interlace PNG")
    picture("key-colour.png", python(lambda: raw(chunk(b"tRNS", bytes(6)))), "png", (64, 48), alpha=True, made="zlib; tRNS on RGB")
    picture("animated.png", tool("ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc=size=64x48:rate=2:duration=2", "-f", "apng", "{o}"), "png", (64, 48), animated=True, made="ffmpeg -f apng, 4 frames")
    picture("one-frame-apng.png", tool("ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc=size=64x48:rate=1:duration=1", "-f", "apng", "{o}"), "png", (64, 48), made="ffmpeg -f apng, 1 frame")
    picture("orientation.png", then(png(), exif("-Orientation=8")), "png", (48, 64), orientation=8, made="convert; exiftool -Orientation")
    picture("gps-exif.png", then(png(), exif(*GPS)), "png", (64, 48), location=True, made="convert; exiftool -GPS…")
    picture("gps-xmp.png", then(png(), exif(*XMP_GPS)), "png", (64, 48), location=True, made="convert; exiftool -XMP-exif:GPS…")
    packet = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><r exif:GPSLatitude="48,8N"/></x:xmpmeta>'
    itxt = b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(packet)
    picture("gps-xmp-compressed.png", python(lambda: raw(chunk(b"iTXt", itxt))), "png", (64, 48), location=True, made="zlib; compressed iTXt")
    iccp = b"p3\0\0" + zlib.compress(display_p3())
    picture("display-p3.png", python(lambda: raw(chunk(b"iCCP", iccp))), "png", (64, 48), color="display-p3", made="zlib; iCCP")
    picture("cicp-p3.png", python(lambda: raw(chunk(b"cICP", bytes([12, 13, 0, 1])))), "png", (64, 48), color="display-p3", made="zlib; cICP 12/13")
    picture("cicp-srgb.png", python(lambda: raw(chunk(b"cICP", bytes([1, 13, 0, 1])))), "png", (64, 48), made="zlib; cICP 1/13")
    picture("cicp-over-icc.png", python(lambda: raw(chunk(b"cICP", bytes([12, 13, 0, 1])), chunk(b"iCCP", b"a\0\0" + zlib.compress((COLORD / "AdobeRGB1998.icc").read_bytes())))), "png", (64, 48), color="display-p3", made="zlib; cICP and iCCP")
    picture("srgb-chunk.png", python(lambda: raw(chunk(b"sRGB", b"\0"))), "png", (64, 48), made="zlib; sRGB")
    picture("claims-60000.png", python(lambda: raw()[:16] + struct.pack(">II", 60000, 60000) + raw()[24:]), "png", (60000, 60000), unreadable="too_many_pixels", made="header changed")
    picture("claims-too-much.png", python(lambda: raw()[:16] + struct.pack(">II", 15000, 15000) + raw()[24:]), "png", (15000, 15000), unreadable="too_many_pixels", made="header changed")


def webps():
    for name, options in {
        "lossy": ["-q", "60"], "lossless": ["-lossless"], "near-lossless": ["-near_lossless", "40"],
    }.items():
        picture(f"{name}.webp", tool("cwebp", "-quiet", *options, base("png"), "-o", "{o}"), "webp", (64, 48), made="cwebp " + " ".join(options))
    see_through = TMP / "half.png"
    run("convert", base("png"), "-alpha", "set", "-channel", "A", "-evaluate", "multiply", "0.5", f"PNG32:{see_through}")
    picture("lossy-alpha.webp", tool("cwebp", "-quiet", "-q", "60", see_through, "-o", "{o}"), "webp", (64, 48), alpha=True, made="cwebp, alpha")
    picture("lossless-alpha.webp", tool("cwebp", "-quiet", "-lossless", see_through, "-o", "{o}"), "webp", (64, 48), alpha=True, made="cwebp -lossless, alpha")
    moving, still = gif_of(3), gif_of(1)
    picture("animated.webp", tool("gif2webp", "-quiet", moving, "-o", "{o}"), "webp", (32, 24), animated=True, made="gif2webp, 3 frames", check=False)
    picture("animated-lossy.webp", tool("gif2webp", "-quiet", "-lossy", moving, "-o", "{o}"), "webp", (32, 24), animated=True, made="gif2webp -lossy", check=False)
    lossy = TMP / "lossy.webp"
    run("cwebp", "-quiet", base("png"), "-o", lossy)
    block = TMP / "gps.exif"
    carrier = TMP / "carrier.jpg"
    then(jpeg(), exif("-Orientation=6", *GPS))(carrier)
    block.write_bytes(run("exiftool", "-b", "-Exif", carrier))
    packet = TMP / "gps.xmp"
    packet.write_text('<x:xmpmeta xmlns:x="adobe:ns:meta/"><r exif:GPSLatitude="48,8N"/></x:xmpmeta>')
    profile = TMP / "p3.icc"
    picture("exif.webp", tool("webpmux", "-set", "exif", block, lossy, "-o", "{o}"), "webp", (48, 64), orientation=6, location=True, made="webpmux -set exif (orientation 6, GPS)", check=False)
    picture("xmp.webp", tool("webpmux", "-set", "xmp", packet, lossy, "-o", "{o}"), "webp", (64, 48), location=True, made="webpmux -set xmp (GPS)")
    picture("display-p3.webp", tool("webpmux", "-set", "icc", profile, lossy, "-o", "{o}"), "webp", (64, 48), color="display-p3", made="webpmux -set icc")
    del still


def gif_of(frames):
    path = TMP / f"{frames}.gif"
    colours = ["red", "lime", "blue"][:frames]
    run("convert", "-delay", "20", "-size", "32x24", *[f"xc:{c}" for c in colours], path)
    return path


def gifs():
    picture("still.gif", tool("convert", base("png"), "-colors", "16", "{o}"), "gif", (64, 48), made="convert")
    picture("gif87a.gif", tool("convert", base("png"), "-colors", "16", "GIF87:{o}"), "gif", (64, 48), made="convert GIF87")
    picture("interlaced.gif", tool("convert", base("png"), "-colors", "16", "-interlace", "GIF", "{o}"), "gif", (64, 48), made="convert -interlace GIF")
    picture("transparent.gif", tool("convert", base("png"), "-colors", "8", "-fuzz", "25%", "-transparent", "red", "{o}"), "gif", (64, 48), alpha=True, made="convert -transparent")
    picture("animated.gif", tool("convert", "-delay", "20", "-loop", "0", "-size", "32x24", "xc:red", "xc:lime", "xc:blue", "{o}"), "gif", (32, 24), animated=True, made="convert, 3 frames")
    picture("looped-still.gif", tool("convert", "-loop", "0", base("png"), "-colors", "16", "{o}"), "gif", (64, 48), made="convert -loop 0, 1 frame")


def bmps():
    for name, options, alpha in (
        ("rgb24.bmp", ["-type", "TrueColor", "BMP3:{o}"], False), ("palette.bmp", ["-colors", "16", "-type", "Palette", "BMP3:{o}"], False),
        ("rle.bmp", ["-colors", "16", "-type", "Palette", "-compress", "RLE", "BMP3:{o}"], False),
        ("os2.bmp", ["-type", "TrueColor", "BMP2:{o}"], False),
        ("bilevel.bmp", ["-monochrome", "BMP3:{o}"], False), ("v4-alpha.bmp", ["-alpha", "set", "-channel", "A", "-evaluate", "multiply", "0.5", "BMP:{o}"], True),
    ):
        picture(name, tool("convert", base("png"), *options), "bmp", (64, 48), alpha=alpha, made="convert " + " ".join(options))
    picture("top-down.bmp", then(tool("convert", base("png"), "-type", "TrueColor", "BMP3:{o}"), turn_over), "bmp", (64, 48), made="convert BMP3; height negative")


def turn_over(path):
    data = bytearray(path.read_bytes())
    height = struct.unpack_from("<i", data, 22)[0]
    struct.pack_into("<i", data, 22, -height)
    path.write_bytes(data)


def tiffs():
    def tiff(*options):
        return tool("convert", base("png"), *options, "TIFF:{o}")
    for name, options, color, alpha in (
        ("plain.tif", ["-compress", "None"], "srgb", False), ("lzw.tif", ["-compress", "LZW"], "srgb", False),
        ("zip.tif", ["-compress", "Zip"], "srgb", False), ("big-endian.tif", ["-endian", "MSB"], "srgb", False),
        ("packbits.tif", ["-compress", "RLE"], "srgb", False),
        ("grey16.tif", ["-colorspace", "Gray", "-depth", "16"], "gray", False),
        ("rgb16.tif", ["-depth", "16", "-blur", "0x1"], "srgb", False),
        ("alpha.tif", ["-alpha", "set", "-channel", "A", "-evaluate", "multiply", "0.5"], "srgb", True),
        ("cmyk.tif", ["-colorspace", "CMYK"], "cmyk", False),
        ("planar.tif", ["-interlace", "Plane"], "srgb", False),
    ):
        picture(name, tiff(*options), "tiff", (64, 48), color=color, alpha=alpha, made="convert " + " ".join(options))
    plain = TMP / "plain.tif"
    tiff("-compress", "None")(plain)
    picture("tiled.tif", tool("tiffcp", "-t", "-w", "16", "-l", "16", plain, "{o}"), "tiff", (64, 48), made="tiffcp -t -w 16 -l 16")
    picture("strips.tif", tool("tiffcp", "-r", "4", plain, "{o}"), "tiff", (64, 48), made="tiffcp -r 4")
    picture("two-pages.tif", tool("tiffcp", plain, plain, "{o}"), "tiff", (64, 48), made="tiffcp, 2 pages")
    picture("orientation.tif", then(tiff(), tool("tiffset", "-s", "Orientation", "6", "{o}")), "tiff", (48, 64), orientation=6, made="convert; tiffset Orientation 6", check=False)
    picture("gps-exif.tif", then(tiff(), exif(*GPS)), "tiff", (64, 48), location=True, made="convert; exiftool -GPS…")
    picture("gps-xmp.tif", then(tiff(), exif(*XMP_GPS)), "tiff", (64, 48), location=True, made="convert; exiftool -XMP-exif:GPS…")
    picture("display-p3.tif", then(tiff(), exif(f"-icc_profile<={TMP / 'p3.icc'}")), "tiff", (64, 48), color="display-p3", made="convert; exiftool -icc_profile")


def heifs():
    def heic(*options, source=None):
        return tool("heif-enc", *options, source or base("png"), "-o", "{o}")
    see_through = TMP / "half.png"
    p3 = TMP / "p3.png"
    run("convert", base("png"), "-strip", p3)
    exif(f"-icc_profile<={TMP / 'p3.icc'}")(p3)
    for name, options in {
        "420": ["-q", "60"], "444": ["-q", "60", "-p", "chroma=444"], "422": ["-q", "60", "-p", "chroma=422"],
        "lossless": ["-L", "-p", "chroma=444", "--matrix_coefficients=0"], "10-bit": ["-q", "60", "-b", "10"],
        "thumbnail": ["-q", "60", "-t", "32"],
    }.items():
        source = None
        if name == "10-bit":
            source = TMP / "deep.png"
            run("convert", base("png"), "-blur", "0x1", "-depth", "16", f"PNG48:{source}")
        picture(f"{name}.heic", heic(*options, source=source), "heic", (64, 48), made="heif-enc " + " ".join(options))
    picture("alpha.heic", heic(source=see_through), "heic", (64, 48), alpha=True, made="heif-enc, alpha")
    picture("display-p3.heic", heic(source=p3), "heic", (64, 48), color="display-p3", made="heif-enc, ICC")
    picture("odd-size.heic", heic(source=base("png", "63x47")), "heic", (63, 47), made="heif-enc", check=False)
    picture("gps-exif.heic", then(heic(), exif(*GPS)), "heic", (64, 48), location=True, made="heif-enc; exiftool -GPS…")
    picture("gps-xmp.heic", then(heic(), exif(*XMP_GPS)), "heic", (64, 48), location=True, made="heif-enc; exiftool -XMP-exif:GPS…")
    picture("exif-orientation.heic", then(heic(), exif("-Orientation=6")), "heic", (64, 48), made="heif-enc; exiftool -Orientation=6, which readers of HEIC must ignore")

    def avif(*options, source=None, fixed=("-s", "9", "--min", "20", "--max", "30")):
        return tool("avifenc", *fixed, *options, source or base("png"), "{o}")
    for name, options, size, orientation in (
        ("420.avif", ["-y", "420"], (64, 48), 1), ("422.avif", ["-y", "422"], (64, 48), 1),
        ("444.avif", ["-y", "444"], (64, 48), 1), ("10-bit.avif", ["-d", "10"], (64, 48), 1),
        ("12-bit.avif", ["-d", "12"], (64, 48), 1), ("limited.avif", ["-r", "limited"], (64, 48), 1),
        ("rotate-1.avif", ["--irot", "1"], (48, 64), 8), ("rotate-2.avif", ["--irot", "2"], (64, 48), 3),
        ("rotate-3.avif", ["--irot", "3"], (48, 64), 6),
        ("mirror-0.avif", ["--imir", "0"], (64, 48), 4), ("mirror-1.avif", ["--imir", "1"], (64, 48), 2),
        ("rotate-mirror.avif", ["--irot", "3", "--imir", "1"], (48, 64), 5),
    ):
        picture(name, avif(*options), "avif", size, orientation=orientation, made="avifenc " + " ".join(options))
    picture("grey.avif", avif("-y", "400"), "avif", (64, 48), made="avifenc -y 400")
    picture("lossless.avif", avif("-l", fixed=("-s", "9")), "avif", (64, 48), made="avifenc -l")
    picture("alpha.avif", avif(source=see_through), "avif", (64, 48), alpha=True, made="avifenc, alpha")
    picture("grid.avif", avif("--grid", "2x2", source=base("png", "256x256")), "avif", (256, 256), made="avifenc --grid 2x2")
    picture("crop.avif", avif("--crop", "8,8,32,24"), "avif", (32, 24), made="avifenc --crop 8,8,32,24", check=False)
    picture("p3-icc.avif", avif(source=p3), "avif", (64, 48), color="display-p3", made="avifenc, ICC")
    picture("p3-nclx.avif", avif("--cicp", "12/13/6"), "avif", (64, 48), color="display-p3", made="avifenc --cicp 12/13/6")
    picture("hdr-pq.avif", avif("-d", "10", "--cicp", "9/16/9"), "avif", (64, 48), color="other", decodable=False, made="avifenc --cicp 9/16/9")
    picture("gps-exif.avif", then(avif(), exif(*GPS)), "avif", (64, 48), location=True, made="avifenc; exiftool -GPS…")
    picture("animated.avif", tool("ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc=size=64x48:rate=2:duration=2", "-c:v", "libaom-av1", "-cpu-used", "8", "-f", "avif", "{o}"), "avif", (64, 48), animated=True, made="ffmpeg -f avif, 4 frames", check=False) if has_avif_muxer() else None


def has_avif_muxer():
    return b" avif " in run("ffmpeg", "-v", "error", "-muxers")


def others():
    def plain(name, data, format, kind, made, unreadable=""):
        picture(name, python(lambda: data), format, (0, 0), color="srgb", kind=kind, decodable=False, unreadable=unreadable, made=made)
    plain("drawing.svg", b"<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'/>", "svg", "image", "by hand")
    plain("page.pdf", b"%PDF-1.4\n%%EOF\n", "pdf", "unknown", "by hand")
    plain("words.jpg", b"BM and other words, called .jpg\n", "unknown", "unknown", "by hand")
    plain("archive.jpg", b"PK\x05\x06" + bytes(18), "unknown", "unknown", "an empty zip called .jpg")
    plain("empty.jpg", b"", "unknown", "unknown", "no bytes", unreadable="empty")
    picture("photoshop.psd", tool("convert", base("png"), "{o}"), "psd", (0, 0), decodable=False, made="convert")
    picture("icon.ico", tool("convert", base("png", "16x16"), "{o}"), "ico", (0, 0), decodable=False, made="convert")
    picture("a-png-called.jpg", tool("convert", base("png"), "PNG24:{o}"), "png", (64, 48), made="convert")
    picture("a-webp-called.png", tool("cwebp", "-quiet", base("png"), "-o", "{o}"), "webp", (64, 48), made="cwebp")
    for source, size in (
        ("baseline-420.jpg", (64, 48)), ("progressive.jpg", (64, 48)), ("rgb8.png", (64, 48)), ("lossy.webp", (64, 48)),
        ("still.gif", (64, 48)), ("rgb24.bmp", (64, 48)), ("rle.bmp", (64, 48)), ("plain.tif", (64, 48)), ("420.heic", (64, 48)), ("420.avif", (64, 48)),
    ):
        data = (OUT / source).read_bytes()
        kind = next(row["format"] for row in ROWS if row["file"] == source)
        name = "cut-" + source
        picture(name, python(lambda data=data: data[:len(data) - min(len(data) // 5, 400)]), kind, size, unreadable="truncated", made=f"{source} without its last fifth")
    glued = (OUT / "wide.jpg").read_bytes()
    picture("cut-and-ended.jpg", python(lambda: glued[:1200] + b"\xFF\xD9"), "jpeg", (1600, 1000), unreadable="truncated", made="wide.jpg, 1200 bytes and an end marker")


# ------------------------------------------------------------------ films


def clip(*options, source="smptebars=size=160x90:rate=25:duration=4", sound=None):
    words = ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", source]
    if sound:
        words += ["-f", "lavfi", "-i", f"{sound}", "-shortest"]
    return tool(*words, *options, "{o}")


H264 = ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-crf", "40", "-bf", "0"]
FAST = ["-movflags", "+faststart"]
SINE = "sine=frequency=440:duration=4:sample_rate=48000"
QUIET = ["-b:a", "16k"]


def rate(fps, seconds=4):
    return f"smptebars=size=160x90:rate={fps}:duration={seconds}"


def films():
    wide = (160, 90)
    film("plain.mp4", clip(*H264, *FAST), "mp4", wide, made="ffmpeg libx264 +faststart")
    film("reel.mp4", clip(*H264, *FAST, source="color=c=teal:size=1080x1920:rate=30:duration=4"), "mp4", (1080, 1920), fps=30, made="ffmpeg libx264 1080x1920")
    film("moov-last.mp4", clip(*H264), "mp4", wide, moov_last=True, made="ffmpeg libx264")
    film("b-frames.mp4", clip(*H264[:-2], *FAST), "mp4", wide, made="ffmpeg libx264 with B frames")
    film("hevc.mp4", clip("-c:v", "libx265", "-x265-params", "log-level=none", "-tag:v", "hvc1", "-pix_fmt", "yuv420p", "-crf", "40", *FAST), "mp4", wide, codec="hevc", made="ffmpeg libx265 hvc1")
    film("hev1.mp4", clip("-c:v", "libx265", "-x265-params", "log-level=none", "-tag:v", "hev1", "-pix_fmt", "yuv420p", "-crf", "40", *FAST), "mp4", wide, codec="hevc", made="ffmpeg libx265 hev1")
    film("hevc-10-bit.mp4", clip("-c:v", "libx265", "-x265-params", "log-level=none", "-tag:v", "hvc1", "-pix_fmt", "yuv420p10le", "-crf", "40", *FAST), "mp4", wide, codec="hevc", pixels="yuv420p10le", made="ffmpeg libx265 yuv420p10le")
    film("vp9.mp4", clip("-c:v", "libvpx-vp9", "-b:v", "20k", *FAST), "mp4", wide, codec="vp9", pixels="", made="ffmpeg libvpx-vp9")
    film("av1.mp4", clip("-c:v", "libaom-av1", "-cpu-used", "8", "-b:v", "20k", *FAST, source=rate(25, 3.2)), "mp4", wide, codec="av1", pixels="", duration=3.2, made="ffmpeg libaom-av1")
    film("mpeg4.mp4", clip("-c:v", "mpeg4", "-q:v", "31", *FAST), "mp4", wide, codec="mpeg4", pixels="", made="ffmpeg mpeg4")
    film("high-10.mp4", clip(*H264[:2], "-pix_fmt", "yuv420p10le", "-crf", "40", "-bf", "0", *FAST), "mp4", wide, pixels="yuv420p10le", made="ffmpeg libx264 yuv420p10le")
    film("444.mp4", clip(*H264[:2], "-pix_fmt", "yuv444p", "-crf", "40", "-bf", "0", *FAST), "mp4", wide, pixels="yuv444p", made="ffmpeg libx264 yuv444p")
    film("422.mp4", clip(*H264[:2], "-pix_fmt", "yuv422p", "-crf", "40", "-bf", "0", *FAST), "mp4", wide, pixels="yuv422p", made="ffmpeg libx264 yuv422p")
    for fps in ("10", "23.976", "24", "29.97", "50", "60", "90"):
        exact = {"23.976": "24000/1001", "29.97": "30000/1001"}.get(fps, fps)
        true = eval(exact)  # noqa: S307 - a constant above
        film(f"fps-{fps}.mp4", clip(*H264, *FAST, source=rate(exact)), "mp4", wide, fps=true, made=f"ffmpeg rate={exact}")
    film("short.mp4", clip(*H264, *FAST, source=rate(25, 2)), "mp4", wide, duration=2.0, made="ffmpeg, 2 s")
    film("exactly-3-seconds.mp4", clip(*H264, *FAST, source=rate(25, 3)), "mp4", wide, duration=3.0, made="ffmpeg, 3 s")
    film("too-wide.mp4", clip(*H264, *FAST, source="color=c=gray:size=2048x256:rate=25:duration=4"), "mp4", (2048, 256), made="ffmpeg 2048x256")
    plain = OUT / "plain.mp4"
    for angle in (90, 180, 270):
        # ffmpeg 5 takes the angle against the clock; players turn with it.
        size = (90, 160) if angle != 180 else wide
        film(f"rotate-{angle}.mp4", tool("ffmpeg", "-v", "error", "-y", "-i", plain, "-c", "copy", "-metadata:s:v:0", f"rotate={angle}", *FAST, "{o}"), "mp4", size, rotation=360 - angle, made=f"ffmpeg -metadata:s:v rotate={angle}")
    for name, options, sound, truth in (
        ("aac-stereo", ["-c:a", "aac", "-ac", "2", *QUIET], SINE, "aac/48000/2"),
        ("aac-mono", ["-c:a", "aac", "-ac", "1", *QUIET], SINE, "aac/48000/1"),
        ("aac-44k", ["-c:a", "aac", "-ar", "44100", "-ac", "2", *QUIET], SINE, "aac/44100/2"),
        ("aac-96k", ["-c:a", "aac", "-ar", "96000", "-ac", "2", "-b:a", "32k"], SINE, "aac/96000/2"),
        ("aac-5.1", ["-c:a", "aac", "-ac", "6", "-b:a", "48k"], SINE, "aac/48000/6"),
        ("mp3", ["-c:a", "libmp3lame", "-ac", "2", "-b:a", "32k"], SINE, "mp3/48000/2"),
        ("opus", ["-c:a", "libopus", "-ac", "2", *QUIET], SINE, "opus/48000/2"),
        ("ac3", ["-c:a", "ac3", "-ac", "2", "-b:a", "32k"], SINE, "ac3/48000/2"),
    ):
        film(f"sound-{name}.mp4", clip(*H264, *options, *FAST, sound=sound), "mp4", wide, audio=truth, made="ffmpeg " + " ".join(options))
    film("fragmented.mp4", clip(*H264, "-g", "25", "-movflags", "+frag_keyframe+empty_moov"), "mp4", wide, fragmented=True, made="ffmpeg +frag_keyframe+empty_moov")
    film("fragmented-sound.mp4", clip(*H264, "-g", "25", "-c:a", "aac", *QUIET, "-movflags", "+frag_keyframe+empty_moov+default_base_moof", sound=SINE), "mp4", wide, fps=24.8669, fragmented=True, audio="aac/48000/1", made="ffmpeg +frag_keyframe+empty_moov+default_base_moof, AAC (ffprobe: 640000/25737 frames a second)")
    film("fragmented-late.mp4", clip(*H264, "-g", "25", "-movflags", "+frag_keyframe"), "mp4", wide, fragmented=True, made="ffmpeg +frag_keyframe")
    film("dash.mp4", clip(*H264, "-g", "25", "-movflags", "+dash+frag_keyframe+delay_moov+global_sidx"), "mp4", wide, fragmented=True, made="ffmpeg +dash")
    long = TMP / "long.mp4"
    clip(*H264, "-g", "50", *FAST, source=rate(25, 8))(long)
    film("edit-list.mp4", tool("ffmpeg", "-v", "error", "-y", "-ss", "1", "-i", long, "-c", "copy", *FAST, "{o}"), "mp4", wide, duration=8.0, edits=True, made="ffmpeg -ss 1 -c copy")
    film("location.mp4", clip(*H264, "-metadata", "location=+48.1370+011.5750/", *FAST), "mp4", wide, location=True, made="ffmpeg -metadata location")
    film("location.mov", clip(*H264, "-metadata", "location=+48.1370+011.5750/", *FAST), "mov", wide, location=True, made="ffmpeg -metadata location")
    film("location-apple.mov", clip(*H264, "-metadata", "com.apple.quicktime.location.ISO6709=+48.1370+011.5750/", "-movflags", "+faststart+use_metadata_tags"), "mov", wide, location=True, made="ffmpeg -metadata com.apple.quicktime.location.ISO6709")
    film("h264.mov", clip(*H264, *FAST), "mov", wide, made="ffmpeg mov")
    film("prores.mov", clip("-c:v", "prores_ks", "-profile:v", "0", "-q:v", "31", *FAST, source="color=c=gray:size=32x16:rate=25:duration=3.2"), "mov", (32, 16), codec="prores", pixels="", duration=3.2, made="ffmpeg prores_ks")
    film("pcm.mov", clip(*H264, "-c:a", "pcm_s16le", "-ar", "8000", "-ac", "1", *FAST, sound=SINE), "mov", wide, audio="pcm/8000/1", made="ffmpeg pcm_s16le")
    film("interlaced.mov", clip(*H264, "-flags", "+ildct+ilme", "-x264opts", "tff=1", "-vf", "setfield=tff", *FAST, source="smptebars=size=160x96:rate=25:duration=4"), "mov", (160, 96), interlaced=True, made="ffmpeg libx264 tff")
    film("vp8.webm", clip("-c:v", "libvpx", "-b:v", "20k"), "webm", wide, codec="vp8", pixels="", made="ffmpeg libvpx")
    film("vp9.webm", clip("-c:v", "libvpx-vp9", "-b:v", "20k", "-c:a", "libopus", *QUIET, sound=SINE), "webm", wide, codec="vp9", pixels="", audio="opus/48000/1", made="ffmpeg libvpx-vp9, libopus")
    film("h264.mkv", clip(*H264), "mkv", wide, pixels="", made="ffmpeg matroska")
    film("mpeg4.avi", clip("-c:v", "mpeg4", "-q:v", "31"), "avi", wide, codec="mpeg4", pixels="", made="ffmpeg avi")
    film("mjpeg.avi", clip("-c:v", "mjpeg", "-q:v", "31", source="color=c=gray:size=32x16:rate=25:duration=4"), "avi", (32, 16), codec="mjpeg", pixels="", made="ffmpeg mjpeg")
    film("encrypted.mp4", clip(*H264, *FAST, "-encryption_scheme", "cenc-aes-ctr", "-encryption_key", "00112233445566778899aabbccddeeff", "-encryption_kid", "00112233445566778899aabbccddeeff"), "mp4", wide, codec="", unreadable="encrypted", made="ffmpeg -encryption_scheme cenc-aes-ctr")
    film("sound-only.mp4", tool("ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", SINE, "-c:a", "aac", *QUIET, "-f", "mp4", *FAST, "{o}"), "mp4", (0, 0), codec="", audio="aac/48000/1", unreadable="no_video_track", duration=0, fps=0, made="ffmpeg, no picture")
    for source in ("plain.mp4", "moov-last.mp4", "h264.mov", "vp8.webm", "h264.mkv", "mpeg4.avi"):
        row = next(row for row in ROWS if row["file"] == source)
        data = (OUT / source).read_bytes()
        gone = source == "moov-last.mp4"
        film(f"cut-{source}", python(lambda data=data: data[:len(data) * 4 // 5]), row["format"], (0, 0) if gone else wide, codec="" if gone else row["codec"], pixels="" if gone else row["pixels"], unreadable="truncated", made=f"{source} without its last fifth")


COLUMNS = ("file kind format width height orientation color alpha animated location unreadable "
           "decodable codec pixels fps duration rotation interlaced edits moov_last fragmented audio "
           "verdict rules made").split()


def cell(value):
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6g}"
    return str(value) or "-"


def main():
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir()
    for part in (jpegs, pngs, webps, gifs, bmps, tiffs, heifs, films, others):
        part()
    lines = ["\t".join(COLUMNS)]
    lines += ["\t".join(cell(row[name]) for name in COLUMNS) for row in ROWS]
    (HERE / "truth.tsv").write_text("\n".join(lines) + "\n")
    size = sum(path.stat().st_size for path in OUT.iterdir())
    print(f"{len(ROWS)} files, {size / 1e6:.2f} MB")
    shutil.rmtree(TMP)


main()
