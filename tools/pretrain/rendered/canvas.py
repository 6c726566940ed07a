"""Draw triangles with light, shadow and texture into RGBA pictures, with moderngl on EGL (Mesa's will do)."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import moderngl
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Picture = npt.NDArray[np.uint8]

OVERSAMPLING: Final = 2
"""Drawn so many times as large a side, then averaged: soft edges and a soft alpha."""

SHADOW_SIDE: Final = 256
"""Pixels a side of the map of what the light sees: about a pixel to a millimetre of hand."""

_VERTEX: Final = """#version 330
uniform mat4 to_clip, to_light;
in vec3 place, normal; in vec2 uv; in vec4 cloth; in vec3 tint;
out vec3 v_normal, v_light, v_tint; out vec2 v_uv; out vec4 v_cloth;
void main() {
    gl_Position = to_clip * vec4(place, 1.0);
    v_normal = normal; v_uv = uv; v_cloth = cloth; v_tint = tint;
    vec4 seen = to_light * vec4(place, 1.0); v_light = seen.xyz * 0.5 + 0.5;
}"""

_FRAGMENT: Final = """#version 330
uniform sampler2D skin; uniform sampler2D shadow;
uniform vec3 light, light_colour, ambient, bounce; uniform float wrap, gloss;
in vec3 v_normal, v_light, v_tint; in vec2 v_uv; in vec4 v_cloth; out vec4 colour;
float lit(vec3 p) {
    float sum = 0.0;
    for (int x = -1; x <= 1; x++) for (int y = -1; y <= 1; y++)
        sum += p.z - 0.012 < texture(shadow, p.xy + vec2(x, y) / textureSize(shadow, 0)).r ? 1.0 : 0.0;
    return sum / 9.0;
}
void main() {
    vec3 n = normalize(v_normal);
    if (!gl_FrontFacing) n = -n;
    vec3 base = mix(texture(skin, v_uv).rgb * v_tint, v_cloth.rgb, v_cloth.a);
    float facing = clamp((dot(n, light) + wrap) / (1.0 + wrap), 0.0, 1.0);
    float shade = mix(0.25, 1.0, lit(v_light));
    vec3 half_way = normalize(light + vec3(0.0, 0.0, 1.0));
    float shine = gloss * (1.0 - v_cloth.a) * pow(max(dot(n, half_way), 0.0), 24.0) * shade;
    vec3 around = mix(bounce, ambient, 0.5 + 0.5 * n.y);
    float depth = 0.55 + 0.45 * max(n.z, 0.0);
    vec3 seen = base * (around * depth + light_colour * facing * shade) + shine * light_colour;
    colour = vec4(clamp(seen, 0.0, 1.0), 1.0);
}"""

_SHADOW_VERTEX: Final = """#version 330
uniform mat4 to_light; in vec3 place;
void main() { gl_Position = to_light * vec4(place, 1.0); }"""
_SHADOW_FRAGMENT: Final = """#version 330
void main() {}"""


@dataclass(frozen=True, slots=True)
class Lamp:
    """Light on a hand.

    Attributes:
        direction: float32 (3,), unit, from the hand to the lamp; x right, y up, z to the camera.
        colour: float32 (3,), RGB, 1 is full.
        ambient: float32 (3,), light from above and around.
        bounce: float32 (3,), light from below.
        wrap: how far light creeps around the form, 0..1: skin lets it in.
        gloss: strength of the highlight, 0..1.
    """

    direction: Floats
    colour: Floats
    ambient: Floats
    bounce: Floats
    wrap: float
    gloss: float


@dataclass(frozen=True, slots=True)
class Triangles:
    """What is drawn, already turned towards the camera: x right, y up, z to the camera.

    Attributes:
        positions, normals: float32 (vertices, 3).
        uv: float32 (vertices, 2).
        cloth: float32 (vertices, 4): a colour instead of the texture, and its share.
        faces: int32 (triangles, 3).
    """

    positions: Floats
    normals: Floats
    uv: Floats
    cloth: Floats
    faces: npt.NDArray[np.int32]


class Canvas:
    """One off-screen context, its texture and its buffers; reused for every picture.

    Args:
        folder: with `texture.png`.
        side: of the pictures, pixels.

    Raises:
        RuntimeError: there is no EGL; on Debian install libegl1 and libgl1-mesa-dri.
    """

    def __init__(self, folder: Path, side: int) -> None:
        try:
            self._gl: Any = moderngl.create_context(standalone=True, backend="egl")
        except Exception as error:  # moderngl raises plain Exception
            raise RuntimeError(
                f"no EGL to draw with ({error}): install libegl1 and libgl1-mesa-dri"
            ) from error
        self.side = side
        self._fine = side * OVERSAMPLING
        texture = cv2.imread(str(folder / "texture.png"), cv2.IMREAD_COLOR)
        if texture is None:
            raise OSError(f"no texture.png in {folder}")
        texture = cv2.resize(texture, (1024, 1024), interpolation=cv2.INTER_AREA)[..., ::-1]
        self._skin = self._gl.texture((1024, 1024), 3, np.ascontiguousarray(texture).tobytes())
        self._skin.filter = (moderngl.LINEAR, moderngl.LINEAR)
        size = (self._fine, self._fine)
        self._target = self._gl.framebuffer([self._gl.texture(size, 4)], self._gl.depth_renderbuffer(size))
        self._depth = self._gl.depth_texture((SHADOW_SIDE, SHADOW_SIDE))
        self._depth.compare_func = ""
        self._depth.filter = (moderngl.NEAREST, moderngl.NEAREST)
        self._depth.repeat_x = self._depth.repeat_y = False
        self._shadow = self._gl.framebuffer([], self._depth)
        self._program = self._gl.program(_VERTEX, _FRAGMENT)
        self._shadow_program = self._gl.program(_SHADOW_VERTEX, _SHADOW_FRAGMENT)
        self._gl.enable(moderngl.DEPTH_TEST)

    def draw(
        self, shape: Triangles, tints: Floats, focal: float, centre: Floats, distance: float, lamp: Lamp
    ) -> Picture:
        """Draw once: uint8 (side, side, 4), RGBA, colour not multiplied by alpha.

        Args:
            shape: in units of the mesh.
            tints: float32 (vertices, 3), factors on the texture.
            focal: half the picture is 1 / focal of the distance.
            centre: float32 (3,), the point in the middle of the picture.
            distance: from there to the camera.
            lamp: the light.
        """
        to_light = _light_matrix(lamp.direction, shape.positions)
        data = np.hstack([shape.positions, shape.normals, shape.uv, shape.cloth, tints]).astype("f4")
        vertices, faces = self._gl.buffer(data.tobytes()), self._gl.buffer(shape.faces.astype("i4").tobytes())
        places = self._gl.buffer(np.ascontiguousarray(shape.positions, "f4").tobytes())
        cast = self._gl.vertex_array(self._shadow_program, [(places, "3f", "place")], faces)
        self._shadow_program["to_light"].write(to_light.T.tobytes())
        self._shadow.use()
        self._shadow.clear(depth=1.0)
        cast.render()

        values = {"light": lamp.direction, "light_colour": lamp.colour, "ambient": lamp.ambient}
        values |= {"bounce": lamp.bounce}
        for name, value in values.items():
            self._program[name].value = tuple(float(x) for x in value)
        self._program["wrap"].value, self._program["gloss"].value = lamp.wrap, lamp.gloss
        self._program["to_clip"].write(_clip_matrix(focal, centre, distance).T.tobytes())
        self._program["to_light"].write(to_light.T.tobytes())
        self._skin.use(0)
        self._depth.use(1)
        self._program["skin"].value, self._program["shadow"].value = 0, 1
        layout = (vertices, "3f 3f 2f 4f 3f", "place", "normal", "uv", "cloth", "tint")
        array = self._gl.vertex_array(self._program, [layout], faces)
        self._target.use()
        self._target.clear(0.0, 0.0, 0.0, 0.0)
        array.render()
        raw = np.frombuffer(self._target.read(components=4), np.uint8).reshape(self._fine, self._fine, 4)
        for made in (array, cast, vertices, faces, places):
            made.release()
        return _averaged(raw[::-1], self.side)


def projected(points: Floats, focal: float, centre: Floats, distance: float, side: int) -> Floats:
    """Where points lie in the picture, float32 (n, 2), pixels (x, y)."""
    moved = points - centre
    scale = focal * distance / (distance - moved[:, 2:])
    unit = moved[:, :2] * scale / distance
    return np.asarray(np.column_stack([1 + unit[:, 0], 1 - unit[:, 1]]) * (side / 2) - 0.5, np.float32)


def _averaged(raw: Picture, side: int) -> Picture:
    """Means of premultiplied colours, then divided by the alpha again."""
    small = cv2.resize(raw.astype(np.float32), (side, side), interpolation=cv2.INTER_AREA)
    colour = small[..., :3] * (255 / np.maximum(small[..., 3:], 1))
    return np.asarray(np.clip(np.dstack([colour, small[..., 3]]) + 0.5, 0, 255), np.uint8)


def _clip_matrix(focal: float, centre: Floats, distance: float) -> npt.NDArray[np.float32]:
    near, far = 0.2 * distance, 4 * distance
    matrix = np.zeros((4, 4))
    matrix[0, 0] = matrix[1, 1] = focal
    matrix[2] = [0, 0, -(far + near) / (far - near), -2 * far * near / (far - near)]
    matrix[3, 2] = -1
    move = np.eye(4)
    move[:3, 3] = [-centre[0], -centre[1], -centre[2] - distance]
    return np.ascontiguousarray(matrix @ move, np.float32)


def _light_matrix(direction: Floats, points: Floats) -> npt.NDArray[np.float32]:
    """Orthographic view from the lamp that holds all points."""
    up = np.array([0.0, 1.0, 0.0]) if abs(direction[1]) < 0.9 else np.array([1.0, 0.0, 0.0])
    right = np.cross(up, direction)
    right /= math.sqrt(float(right @ right))
    axes = np.stack([right, np.cross(direction, right), -direction])
    seen = points @ axes.T
    low, high = seen.min(axis=0) - 0.05, seen.max(axis=0) + 0.05
    matrix = np.eye(4)
    matrix[:3, :3] = axes * (2 / (high - low))[:, None]
    matrix[:3, 3] = -(high + low) / (high - low)
    return np.ascontiguousarray(matrix, np.float32)
