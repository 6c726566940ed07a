"""From a camera to a gesture. No pygame in here."""

import os

# OpenCV and FFmpeg read these once, when cv2 is imported, so the package sets them before any of its
# modules can import it. `setdefault`: who debugs a camera may export their own values.
os.environ.setdefault("OPENCV_LOG_LEVEL", "SILENT")  # a camera that is not there is our sentence to say
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")  # AV_LOG_QUIET, for damaged video files
os.environ.setdefault("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0")  # Windows: else opening takes a minute
os.environ.setdefault("OPENCV_AVFOUNDATION_SKIP_AUTH", "1")  # macOS: cameras.ask_permission() asks instead
os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "2")  # Linux: seconds a read may block; else 10
