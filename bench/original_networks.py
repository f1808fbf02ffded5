"""The networks of Semantic Human Matting as Python runs them: what the C++ is compared with.

State-dict names are those of the C++ (libshm/src/nn), so weights pass both ways.
"""
import torch
from torch import nn


def conv_bn_relu(inputs, outputs, stride=1):
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU())


class InvertedResidual(nn.Module):
    def __init__(self, inputs, outputs, stride, expansion):
        super().__init__()
        width = inputs * expansion
        self.identity = stride == 1 and inputs == outputs
        self.conv = nn.Sequential(
            nn.Conv2d(inputs, width, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU6(),
            nn.Conv2d(width, width, 3, stride, 1, groups=width, bias=False), nn.BatchNorm2d(width), nn.ReLU6(),
            nn.Conv2d(width, outputs, 1, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        return x + self.conv(x) if self.identity else self.conv(x)


class MobileNetV2(nn.Module):
    # outputs, stride, repeats, expansion
    stages = [(16, 1, 1, 1), (24, 2, 2, 6), (32, 2, 3, 6), (64, 2, 4, 6), (96, 1, 3, 6), (160, 2, 3, 6), (320, 1, 1, 6)]
    skips_after = (1, 2, 3, 5, 7)

    def __init__(self):
        super().__init__()
        self.head_conv = conv_bn_relu(3, 32)
        width = 32
        for number, (outputs, stride, repeats, expansion) in enumerate(self.stages, 1):
            blocks = [InvertedResidual(width if i == 0 else outputs, outputs, stride if i == 0 else 1, expansion)
                      for i in range(repeats)]
            setattr(self, f"block_{number}", blocks[0] if repeats == 1 else nn.Sequential(*blocks))
            width = outputs

    def forward(self, x):
        skips = []
        x = self.head_conv(x)
        for number in range(1, 8):
            x = getattr(self, f"block_{number}")(x)
            if number in self.skips_after:
                skips.append(x)
        return skips


class TNet(nn.Module):
    widths = {5: (320, 96), 4: (96, 32), 3: (32, 24), 2: (24, 16)}

    def __init__(self):
        super().__init__()
        self.feature = MobileNetV2()
        for level, (inputs, outputs) in self.widths.items():
            setattr(self, f"s{level}_up_conv", nn.Sequential(
                nn.Upsample(scale_factor=2, mode="bilinear", align_corners=False),
                nn.Conv2d(inputs, outputs, 3, 1, 1), nn.BatchNorm2d(outputs), nn.ReLU()))
            setattr(self, f"s{level - 1}_fusion", nn.Sequential(
                nn.Conv2d(outputs, outputs, 3, 1, 1), nn.BatchNorm2d(outputs)))
        self.last_conv = nn.Conv2d(16, 3, 3, 1, 1)

    def forward(self, x):
        skips = self.feature(x)
        x = skips[4]
        for level in self.widths:
            x = getattr(self, f"s{level - 1}_fusion")(getattr(self, f"s{level}_up_conv")(x) + skips[level - 2])
        return self.last_conv(x)


class MNet(nn.Module):
    encoder, decoder = (16, 32, 64, 128), (128, 64, 32, 16)

    def __init__(self):
        super().__init__()
        width = 6
        for number, outputs in enumerate(self.encoder, 1):
            setattr(self, f"en_conv_bn_relu_{number}", conv_bn_relu(width, outputs))
            width = outputs
        self.en_conv_bn_relu_5 = conv_bn_relu(128, 128)
        for number, outputs in enumerate(self.decoder, 1):
            setattr(self, f"de_conv_bn_relu_{number}", conv_bn_relu(width, outputs))
            setattr(self, f"deconv_{number}", nn.ConvTranspose2d(outputs, outputs, 5, 2, 2, 1, bias=False))
            width = outputs
        self.conv = nn.Conv2d(16, 1, 5, 1, 2, bias=False)

    def forward(self, x):
        for number in range(1, 5):
            x = nn.functional.max_pool2d(getattr(self, f"en_conv_bn_relu_{number}")(x), 3, 2, 1)
        for number in range(1, 5):
            x = getattr(self, f"deconv_{number}")(getattr(self, f"de_conv_bn_relu_{number}")(x))
        return self.conv(x)


class ShmNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.t_net, self.m_net = TNet(), MNet()

    def forward(self, image):
        logits = self.t_net(image)
        probabilities = torch.softmax(logits, 1)
        _, foreground, unknown = probabilities.split(1, 1)
        detail = self.m_net(torch.cat((image, probabilities), 1))
        return logits, foreground + unknown * detail


def losses(logits, alpha, labels, truth, image):
    """Cross entropy, alpha and composition loss as the original computes them."""
    trimap = nn.functional.cross_entropy(logits, labels)
    alpha_loss = torch.sqrt((alpha - truth) ** 2 + 1e-6).mean()
    composition = torch.sqrt((truth * image - alpha * image) ** 2 + 1e-6).mean()
    return trimap, alpha_loss, composition
